// What this client verified of the trust log, kept between sessions. The caller seals it (AES-GCM under the officer's index key), so what
// comes back is what this client wrote or nothing; it is checked against its own checkpoint all the same.
import { z } from 'zod';
import { concat, fromHex, fromUtf8, Hash, toHex, utf8, type Bytes } from '#protocol';
import { stateFromJson, stateToJson, type SigningKey, type TrustState } from '#trust';

export interface TrustCache {
  /** Null: nothing was kept, or it was not what this client wrote (then the cache has said so). */
  load(): Promise<Bytes | null>;
  save(kept: Bytes): Promise<void>;
  /** It cannot be used. Removes it and says so. */
  discard(because: 'other-version' | 'contradicts-itself'): Promise<void>;
}

export interface KeptTrust {
  readonly state: TrustState;
  /** The checkpoint that the state was verified against. */
  readonly note: string;
  /** Side by side. */
  readonly leafHashes: Bytes;
  /** Signers' keys by certificate hash, as read from certificates in the required form. */
  readonly keys: ReadonlyMap<string, SigningKey | null>;
}

/** Raised with the form; a cache of another version is thrown away and the log replayed. */
const VERSION = 1;
const Head = z.strictObject({
  version: z.literal(VERSION),
  note: z.string(),
  keys: z.array(z.tuple([Hash, Hash.nullable(), Hash.nullable()])),
  state: z.int().min(0),
});

/** Length of the head (four bytes, big-endian), head, state, leaf hashes. */
export function packTrust({ state, note, leafHashes, keys }: KeptTrust): Bytes {
  const stateBytes = utf8(stateToJson(state));
  const listed = [...keys].map(([hash, key]) => [hash, key?.fingerprint ?? null, key === null ? null : toHex(key.ed25519)]);
  const head = utf8(JSON.stringify({ version: VERSION, note, keys: listed, state: stateBytes.length }));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, head.length);
  return concat(length, head, stateBytes, leafHashes);
}

/** Null: of another version, or damaged. */
export function unpackTrust(bytes: Bytes): KeptTrust | null {
  try {
    const begin = 4 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
    const head = Head.safeParse(JSON.parse(fromUtf8(bytes.subarray(4, begin))));
    if (!head.success) return null;
    const { note, keys, state: length } = head.data;
    const state = stateFromJson(fromUtf8(bytes.subarray(begin, begin + length)));
    if (state === null) return null;
    const read = keys.map(([hash, fingerprint, ed25519]) => [hash, fingerprint === null || ed25519 === null ? null : { fingerprint, ed25519: fromHex(ed25519) }] as const);
    return { state, note, leafHashes: bytes.slice(begin + length), keys: new Map(read) };
  } catch (error) {
    if (error instanceof RangeError || error instanceof SyntaxError || error instanceof TypeError) return null;
    throw error;
  }
}

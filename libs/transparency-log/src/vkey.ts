// Verifier keys of signed notes: `name+key id+key` (C2SP signed-note, tlog-cosignature).
import { sha256 } from '@noble/hashes/sha2.js';
import { concat, toHex, utf8, type Bytes } from '#protocol';
import { fromBase64, toBase64 } from './base64.ts';
import { accepted, refused, type Verdict } from './verdict.ts';

/** Signature types that this project uses: C2SP signed-note, "Signature types". */
export const SIGNATURE_TYPE = { ed25519: 0x01, cosignatureV1: 0x04 } as const;
export type SignatureType = (typeof SIGNATURE_TYPE)[keyof typeof SIGNATURE_TYPE];

export interface Vkey {
  readonly name: string;
  readonly type: SignatureType;
  /** Ed25519 public key, 32 bytes (RFC 8032). */
  readonly publicKey: Bytes;
  /** First four bytes of SHA-256(name ‖ 0x0A ‖ type ‖ public key), lower-case hexadecimal. */
  readonly keyId: string;
}

/** A key name: not empty, without Unicode spaces, plus signs, control characters or lone surrogates. */
export function isKeyName(name: string): boolean {
  return name.length > 0 && name.length <= 255 && name.isWellFormed() && !/[\p{White_Space}\u0000-\u001f+]/u.test(name);
}

/** Throws RangeError on a name that no note can carry or a key of another length. */
export function makeVkey(name: string, publicKey: Bytes, type: SignatureType = SIGNATURE_TYPE.ed25519): Vkey {
  if (!isKeyName(name)) throw new RangeError('not a key name');
  if (publicKey.length !== 32) throw new RangeError('not an Ed25519 public key');
  return { name, type, publicKey, keyId: toHex(sha256(concat(utf8(name), Uint8Array.of(0x0a, type), publicKey)).slice(0, 4)) };
}

/** The same name and key for timestamped cosignatures. Safe beside type 0x01: no checkpoint begins with `cosignature/v1`. */
export function cosignatureVkey(key: Vkey): Vkey {
  return makeVkey(key.name, key.publicKey, SIGNATURE_TYPE.cosignatureV1);
}

export function vkeyText({ name, keyId, type, publicKey }: Vkey): string {
  return `${name}+${keyId}+${toBase64(concat(Uint8Array.of(type), publicKey))}`;
}

/** A network has a handful of keys, and judges each of thousands of checkpoints by them. */
const KEPT_KEYS = 256;
const parsed = new Map<string, Verdict<Vkey>>();

/** Answers for the same text with the same value. */
export function parseVkey(text: string): Verdict<Vkey> {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const verdict = readVkey(text);
  if (parsed.size >= KEPT_KEYS) parsed.delete(parsed.keys().next().value!);
  parsed.set(text, verdict);
  return verdict;
}

function readVkey(text: string): Verdict<Vkey> {
  const [name = '', keyId = '', ...rest] = text.split('+');
  const key = fromBase64(rest.join('+'));
  if (!isKeyName(name) || key?.length !== 33) return refused('vkey-malformed');
  const type = Object.values(SIGNATURE_TYPE).find((known) => known === key[0]);
  if (type === undefined) return refused('vkey-malformed');
  const vkey = makeVkey(name, key.slice(1), type);
  return vkey.keyId === keyId ? accepted(vkey) : refused('vkey-malformed');
}

// Attachments (TRUST.md): each part of 16 MiB is one encrypted data packet with its own key, the last padded to a Padmé size.
import { sha256 } from '@noble/hashes/sha2.js';
import { concat, equalBytes, fromBase64Url, MESSAGE_LIMITS, Problem, toHex, type AttachmentRef, type Bytes } from '#protocol';
import { decryptData, encryptData } from '../message/data-cipher.ts';
import { readEncryptedData } from '../packets/encrypted-data.ts';
import { readPackets, TAG } from '../packets/framing.ts';
import { literalPacket, readLiteral } from '../packets/literal.ts';
import { paddedSize, paddingPacket } from '../packets/padding.ts';
import { asVerdict, asVerdictSync, demand, type Refused } from '../refusal.ts';
import { partKey } from './part-key.ts';
import { isPart, padme, padmeSizes, partCount, partSize } from './part-sizes.ts';

/** RFC 6962 tree head over leaf data: treeRoot in #transparency-log. */
export type TreeRoot = (leaves: Iterable<Uint8Array>) => Bytes;

export interface PartToSeal {
  readonly id: string;
  /** The attachment's key, 32 bytes: secret; the header carries it. */
  readonly key: Uint8Array;
  /** Plain bytes of the whole attachment. */
  readonly size: number;
  /** From 0. */
  readonly index: number;
  /** Exactly the part's bytes: 16 MiB, the last what is left. */
  readonly plain: Bytes;
}

/** One part, and SHA-256 of it (32 bytes) for the root. Sealing a part again gives other bytes and another hash. */
export async function sealAttachmentPart({ id, key, size, index, plain }: PartToSeal): Promise<{ sealed: Bytes; hash: Bytes }> {
  const parts = partCount(size);
  if (!isPart({ size, parts }, index) || plain.length !== partSize(size, index) || key.length !== 32) throw new Problem('bad-request');
  const secret = partKey(key, id, index);
  const inside = writeInside(plain, index === parts - 1);
  const sealed = await encryptData(secret, inside).finally(() => {
    secret.fill(0);
    inside.fill(0);
  });
  return { sealed, hash: await sha256Of(sealed) };
}

export interface PartToOpen {
  readonly attachment: AttachmentRef;
  readonly index: number;
  /** The part's hash from a list whose root verifyPartHashes found to be the header's. */
  readonly hash: Uint8Array;
  readonly sealed: Uint8Array;
}

/** The part's plain bytes (a view into a larger buffer), once its hash, tags, form and size have been checked. */
export function openAttachmentPart({ attachment, index, hash, sealed }: PartToOpen): Promise<{ readonly ok: true; readonly plain: Bytes } | Refused> {
  return asVerdict(async () => {
    demand(isPart(attachment, index), 'part-number');
    demand(sealed.length <= MESSAGE_LIMITS.sealedPart, 'too-large');
    demand(equalBytes(await sha256Of(sealed), hash), 'part-hash');
    const data = readEncryptedData(sealed);
    const secret = partKey(fromBase64Url(attachment.key), attachment.id, index);
    const inside = await decryptData(secret, data).finally(() => secret.fill(0));
    const plain = readInside(inside, index === attachment.parts - 1);
    demand(plain.length === partSize(attachment.size, index), 'part-size');
    return { ok: true, plain };
  });
}

/** What a header's `root` is: hexadecimal tree head over the SHA-256 of each sealed part, in order. */
export function attachmentRoot(hashes: readonly Uint8Array[], treeRoot: TreeRoot): string {
  return toHex(treeRoot(hashes));
}

/** Whether these are the hashes of all parts that the header names, in order. */
export function verifyPartHashes({ attachment, hashes, treeRoot }: { readonly attachment: AttachmentRef; readonly hashes: readonly Uint8Array[]; readonly treeRoot: TreeRoot }): { readonly ok: true } | Refused {
  return asVerdictSync(() => {
    demand(attachment.parts === partCount(attachment.size) && hashes.length === attachment.parts, 'part-number');
    demand(hashes.every((hash) => hash.length === 32) && attachmentRoot(hashes, treeRoot) === attachment.root, 'attachment-root');
    return { ok: true };
  });
}

function writeInside(plain: Bytes, isLast: boolean): Bytes {
  const literal = literalPacket(plain);
  if (!isLast) return literal;
  const size = paddedSize(literal.length, padmeSizes(literal.length));
  const inside = concat(literal, paddingPacket(size - literal.length));
  literal.fill(0);
  return inside;
}

function readInside(inside: Bytes, isLast: boolean): Bytes {
  const packets = readPackets(inside, 2);
  const [literal, padding] = packets;
  demand(literal?.tag === TAG.literal, 'packet-sequence');
  if (isLast) demand(padding?.tag === TAG.padding && padme(inside.length) === inside.length, 'padding');
  else demand(padding === undefined, 'packet-sequence');
  return readLiteral(literal.body);
}

/** WebCrypto's SHA-256 is many times as fast as ours for megabytes; for the hash of nothing big it does not matter. */
async function sha256Of(bytes: Uint8Array): Promise<Bytes> {
  return bytes.length > 65_536 ? new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)) : new Uint8Array(sha256(bytes));
}

// The inner layer of a sealed message: one-pass signature, literal data, signature, padding. Exactly these four packets.
import { concat, equalBytes, fromHex, SIZE_BUCKETS, toHex, type Bytes } from '#protocol';
import { issuerBody } from '../certificate.ts';
import type { MadeSignature } from '../keys/sign.ts';
import { readPackets, TAG } from '../packets/framing.ts';
import { literalPacket, readLiteral } from '../packets/literal.ts';
import { onePassPacket } from '../packets/one-pass-signature.ts';
import { paddedSize, paddingPacket } from '../packets/padding.ts';
import { readSignature, type Signature } from '../packets/signature.ts';
import { onlySubpacket, SUBPACKET } from '../packets/subpackets.ts';
import { demand } from '../refusal.ts';

const LAST_BUCKET = SIZE_BUCKETS[SIZE_BUCKETS.length - 1]!;

/** The sizes an inside may have, ascending: the buckets, then multiples of the last. */
function* insideSizes(): Generator<number> {
  yield* SIZE_BUCKETS;
  for (let times = 2; ; times++) yield times * LAST_BUCKET;
}

function isInsideSize(size: number): boolean {
  return SIZE_BUCKETS.some((bucket) => bucket === size) || (size > 0 && size % LAST_BUCKET === 0);
}

export function writeInside(data: Bytes, signature: MadeSignature, fingerprint: string): Bytes {
  const packets = concat(onePassPacket(signature.salt, fromHex(fingerprint)), literalPacket(data), signature.packet);
  const size = paddedSize(packets.length, insideSizes());
  return concat(packets, paddingPacket(size - packets.length));
}

export interface Inside {
  /** Literal data: what the signature covers. */
  readonly data: Bytes;
  readonly signature: Signature;
  /** Hexadecimal fingerprint that both the announcement and the signature name. */
  readonly issuer: string;
}

/** Takes a decrypted body apart; verifies nothing but the form. */
export function readInside(plain: Bytes): Inside {
  const packets = readPackets(plain);
  demand(packets.filter((packet) => packet.tag === TAG.signature).length === 1, 'signature-count');
  demand(packets.filter((packet) => packet.tag === TAG.padding).length === 1 && packets.at(-1)?.tag === TAG.padding, 'padding');
  demand(isInsideSize(plain.length), 'padding');
  const [onePass, literal, signed, padding] = packets;
  demand(packets.length === 4 && onePass !== undefined && literal !== undefined && signed !== undefined && padding !== undefined, 'packet-sequence');
  demand(onePass.tag === TAG.onePassSignature && literal.tag === TAG.literal && signed.tag === TAG.signature, 'packet-sequence');
  const data = readLiteral(literal.body);
  const signature = readSignature(signed.body);
  const issuerField = onlySubpacket(signature.subpackets, SUBPACKET.issuerFingerprint).body;
  const fingerprint = issuerField.subarray(1);
  demand(equalBytes(issuerField, issuerBody(fingerprint)) && fingerprint.length === 32, 'signature-issuer');
  demand(equalBytes(onePass.whole, onePassPacket(signature.salt, fingerprint)), 'one-pass-signature');
  return { data, signature, issuer: toHex(fingerprint) };
}

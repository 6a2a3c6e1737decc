// Reads what a client sends: bytes out of base64url, and the outer layer of the sealed message checked. Decrypts nothing.
import { createHash } from 'node:crypto';
import { canonicalBytes, fromBase64Url, Problem, toHex, type KeyPacketFor, type SendMessage } from '#protocol';
import { readKeyPackets, readSealedMessage } from '#openpgp';
import type { LabelledPacket } from './recipients.policy.ts';

export interface ReadPacket extends LabelledPacket {
  readonly bytes: Uint8Array;
}

export interface SealedRequest {
  readonly packets: readonly ReadPacket[];
  readonly body: Uint8Array;
  /** SHA-256 of the body, hex. */
  readonly bodyHash: string;
  /** SHA-256 over everything the sender sent. */
  readonly request: Buffer;
}

/** Throws Problem('message-refused') with the reason in `verdict`. */
export function readSealedRequest(officer: string, { keyPackets, body: bodyText, ...rest }: SendMessage): SealedRequest {
  const packets = keyPackets.map(({ packet }) => fromBase64Url(packet));
  const body = fromBase64Url(bodyText);
  const read = readSealedMessage({ keyPackets: packets, body });
  if (!read.ok) throw new Problem('message-refused', { verdict: read.reason });
  const bodyHash = toHex(createHash('sha256').update(body).digest());
  const request = createHash('sha256').update(canonicalBytes({ officer, keyPackets, bodyHash, ...rest })).digest();
  return { packets: labelled(keyPackets, packets, read.recipients), body, bodyHash, request };
}

/** The same for key packets that come alone. */
export function readLaterPackets(keyPackets: readonly KeyPacketFor[]): readonly ReadPacket[] {
  const packets = keyPackets.map(({ packet }) => fromBase64Url(packet));
  const read = readKeyPackets(packets);
  if (!read.ok) throw new Problem('message-refused', { verdict: read.reason });
  return labelled(keyPackets, packets, read.recipients);
}

function labelled(labels: readonly KeyPacketFor[], packets: readonly Uint8Array[], fingerprints: readonly string[]): ReadPacket[] {
  return labels.map(({ member, epoch }, i) => ({ member, epoch, fingerprint: fingerprints[i]!, bytes: packets[i]! }));
}

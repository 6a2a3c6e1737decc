// The outer layer of a sealed message (TRUST.md "A sealed message"), as everyone can check it: reader and server alike.
import { MESSAGE_LIMITS } from '#protocol';
import { readEncryptedData, type EncryptedData } from './packets/encrypted-data.ts';
import { readKeyPacket, type KeyPacket } from './packets/key-packet.ts';
import { asVerdictSync, demand, type Refused } from './refusal.ts';

export type SealedMessageVerdict =
  | { readonly ok: true; /** Hexadecimal fingerprints of the ML-KEM subkeys the key packets are for, in their order, each once. */ readonly recipients: readonly string[] }
  | Refused;

/** Whether each key packet and the body are exactly of the one form allowed, within the limits. Decrypts nothing. */
export function readSealedMessage({ keyPackets, body }: { readonly keyPackets: readonly Uint8Array[]; readonly body: Uint8Array }): SealedMessageVerdict {
  return asVerdictSync(() => {
    const recipients = parseKeyPackets(keyPackets).map((packet) => packet.recipient);
    parseBody(body);
    return { ok: true, recipients };
  });
}

/** Like readSealedMessage for key packets that come alone: a later epoch's, or a history share's. */
export function readKeyPackets(keyPackets: readonly Uint8Array[]): SealedMessageVerdict {
  return asVerdictSync(() => ({ ok: true, recipients: parseKeyPackets(keyPackets).map((packet) => packet.recipient) }));
}

export function parseKeyPackets(keyPackets: readonly Uint8Array[]): KeyPacket[] {
  demand(keyPackets.length > 0, 'key-packets-none');
  demand(keyPackets.length <= MESSAGE_LIMITS.recipients, 'key-packets-too-many');
  const packets = keyPackets.map((bytes) => {
    demand(bytes.length <= MESSAGE_LIMITS.keyPacket, 'too-large');
    return readKeyPacket(bytes);
  });
  demand(new Set(packets.map((packet) => packet.recipient)).size === packets.length, 'key-packet-repeated');
  return packets;
}

export function parseBody(body: Uint8Array): EncryptedData {
  demand(body.length <= MESSAGE_LIMITS.body, 'too-large');
  return readEncryptedData(body);
}

/** Whether bytes are one attachment part as it may be stored: one encrypted data packet within the limit. */
export function readSealedPart(sealed: Uint8Array): { readonly ok: true } | Refused {
  return asVerdictSync(() => {
    demand(sealed.length <= MESSAGE_LIMITS.sealedPart, 'too-large');
    readEncryptedData(sealed);
    return { ok: true };
  });
}

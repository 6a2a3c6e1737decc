// Sealed messages that no honest sender makes, validly encrypted to the header's recipients.
import { commitmentOf, rewrap, type SealedMessage } from '#openpgp/open';
import { canonicalBytes, MESSAGE_NOTATION, type Bytes, type MessageHeader } from '#protocol';
import { frame } from '../../libs/openpgp/src/message/frame.ts';
import { headerBytes, headerHash } from '../../libs/openpgp/src/message/header.ts';
import { readPackets } from '../../libs/openpgp/src/packets/framing.ts';
import { insideParts, oddLiteral, sealPackets } from '../../libs/openpgp/testing/forge.ts';
import { certificateOf } from '../../libs/openpgp/testing/parties.ts';
import { TEXT } from './sealed-world.ts';
import type { Person } from './trust-network.ts';

export interface MessageForgery {
  /** Who really signs. */
  readonly signer: Person;
  /** The notation's fields, where they differ from what is right; null: none. */
  readonly notation?: { readonly value?: string; readonly critical?: boolean } | null;
  /** Given to the literal data packet after signing. */
  readonly literalName?: string;
}

export async function forgeMessage(header: MessageHeader, certificates: readonly Bytes[], { signer, notation = {}, literalName }: MessageForgery): Promise<SealedMessage> {
  const bytes = headerBytes(header);
  const hash = headerHash(bytes);
  const data = frame(bytes, canonicalBytes(TEXT));
  const officer = { id: signer.officer, certificate: await certificateOf(signer.certificate), secretKey: signer.secretKey };
  const notations = notation === null ? [] : [{ name: MESSAGE_NOTATION, value: hash, critical: true, ...notation }];
  const { onePass, literal, signature } = await insideParts(officer, data, { notations });
  const sessionKey = crypto.getRandomValues(new Uint8Array(32));
  const body = await sealPackets(sessionKey, onePass, literalName === undefined ? literal : oddLiteral(data, { name: literalName }), signature);
  const keyPackets = await Promise.all(certificates.map((certificate) => rewrap({ sessionKey, certificate })));
  return { keyPackets, body, sessionKey, commitment: commitmentOf({ network: header.network, message: header.message, body, sessionKey }), headerHash: hash };
}

/** The certificate without its last subkey (the post-quantum one), or with it twice. The primary key, and so the fingerprint, stays. */
export function otherSubkeys(certificate: Bytes, change: 'strip' | 'add'): Bytes {
  const packets = readPackets(certificate, 20).map(({ whole }) => whole);
  return new Uint8Array(Buffer.concat(change === 'strip' ? packets.slice(0, -2) : [...packets, ...packets.slice(-2)]));
}

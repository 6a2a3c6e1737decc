// Sealing a message (TRUST.md "A sealed message"): header and content signed, padded, encrypted once, the key wrapped per recipient.
import { MESSAGE_LIMITS, MESSAGE_NOTATION, Problem, type Bytes, type MessageHeader } from '#protocol';
import type { Certificate } from '../certificate.ts';
import { certificateOfSecretKey, SESSION_KEY_SIZE } from '../keys/decryption-secret.ts';
import { certificateFrom } from '../keys/known-certificates.ts';
import { signWithNotation } from '../keys/sign.ts';
import { wrapFor, type KeyPacketFor } from '../keys/wrap.ts';
import { randomBytes } from '../random.ts';
import { RefusedError } from '../refusal.ts';
import { readSealedMessage } from '../sealed-message.ts';
import { commitmentOf } from './commitment.ts';
import { encryptData } from './data-cipher.ts';
import { frame } from './frame.ts';
import { headerBytes, headerHash } from './header.ts';
import { writeInside } from './inside.ts';

export interface SealedMessage {
  /** In the order of the recipients' certificates given. */
  readonly keyPackets: readonly KeyPacketFor[];
  readonly body: Bytes;
  /** 32 bytes that open the message: secret. */
  readonly sessionKey: Bytes;
  /** SHA-256, hexadecimal: published and logged. */
  readonly commitment: string;
  /** SHA-256 of the header's canonical bytes: what later messages name as parent. */
  readonly headerHash: string;
}

export interface MessageToSeal {
  readonly header: MessageHeader;
  readonly content: Bytes;
  /** The sender's secret key; its certificate is the header's. */
  readonly secretKey: Bytes;
  /** Certificate bytes of exactly the header's recipients that are not pending. */
  readonly recipientCertificates: readonly Uint8Array[];
}

/**
 * Throws Problem `message-refused` (header), `certificate-refused`, `recipients-refused` (certificates are not exactly the
 * header's) or `too-large`.
 */
export async function sealMessage({ header, content, secretKey, recipientCertificates }: MessageToSeal): Promise<SealedMessage> {
  const headerOctets = checkedHeader(header);
  const sender = await certificateOfSecretKey(secretKey);
  if (sender.hash !== header.sender.certificate) throw new Problem('message-refused', { verdict: 'signature-issuer' });
  const recipients = await Promise.all(recipientCertificates.map(certificateFrom));
  demandExactRecipients(header, recipients);

  const data = frame(headerOctets, content);
  const hash = headerHash(headerOctets);
  const signature = await signWithNotation(secretKey, sender, { name: MESSAGE_NOTATION, value: hash }, data);
  const inside = writeInside(data, signature, sender.fingerprint);
  const sessionKey = randomBytes(SESSION_KEY_SIZE);
  const body = await encryptData(sessionKey, inside);
  inside.fill(0);
  data.fill(0);
  if (body.length > MESSAGE_LIMITS.body) throw new Problem('too-large');

  const keyPackets = await Promise.all(recipients.map((recipient) => wrapFor(sessionKey, recipient)));
  const made = readSealedMessage({ keyPackets: keyPackets.map((packet) => packet.bytes), body });
  if (!made.ok) throw new Problem('internal', { verdict: made.reason });
  return { keyPackets, body, sessionKey, commitment: commitmentOf({ network: header.network, message: header.message, body, sessionKey }), headerHash: hash };
}

function checkedHeader(header: MessageHeader): Bytes {
  try {
    return headerBytes(header);
  } catch (error) {
    if (error instanceof RefusedError) throw new Problem('message-refused', { verdict: error.reason });
    throw error;
  }
}

function demandExactRecipients({ recipients }: MessageHeader, certificates: readonly Certificate[]): void {
  const named = recipients.flatMap((one) => ('certificate' in one ? [one.certificate] : [])).toSorted();
  const given = certificates.map((certificate) => certificate.hash).toSorted();
  if (named.length !== given.length || named.some((hash, i) => hash !== given[i])) throw new Problem('recipients-refused');
}

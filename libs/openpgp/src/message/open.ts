// Opening a message: both layers parsed by ourselves, the reader's checks that need no log, in order, failing closed.
import { MESSAGE_NOTATION, type Bytes, type MessageHeader } from '#protocol';
import type { Certificate } from '../certificate.ts';
import { SESSION_KEY_SIZE, type DecryptionSecret } from '../keys/decryption-secret.ts';
import { demandNotationSignature } from '../notation-signature.ts';
import type { EncryptedData } from '../packets/encrypted-data.ts';
import { createdOf } from '../packets/subpackets.ts';
import { asVerdict, demand, type Refused } from '../refusal.ts';
import { parseBody, parseKeyPackets } from '../sealed-message.ts';
import { commitmentOf } from './commitment.ts';
import { decryptData } from './data-cipher.ts';
import { readFrame } from './frame.ts';
import { headerHash, readHeader } from './header.ts';
import { readInside } from './inside.ts';

/** What the reader knows from elsewhere than the message: the route it came by and the logs. */
export interface Expected {
  readonly network: string;
  readonly thread: string;
  readonly message: string;
  /** From the proven audit entry; null until the proof arrives. The result's commitment is compared then. */
  readonly commitment: string | null;
}

/** The certificate with this hash, verified by readCertificate, from the trust log's replay; undefined when it holds none. */
export type CertificateByHash = (hash: string) => Certificate | undefined | Promise<Certificate | undefined>;

export interface OpenedMessage {
  readonly ok: true;
  readonly header: MessageHeader;
  readonly headerHash: string;
  readonly content: Bytes;
  readonly sender: Certificate;
  /** Seconds since 1970, as the signature claims. Time is judged by the logs. */
  readonly signed: number;
  readonly commitment: string;
  /** Opens this message and, through its header, its attachments: secret. */
  readonly sessionKey: Bytes;
}

export interface MessageToOpen {
  readonly keyPackets: readonly Uint8Array[];
  readonly body: Uint8Array;
  readonly secrets: readonly DecryptionSecret[];
  readonly expected: Expected;
  readonly certificateByHash: CertificateByHash;
}

/** Opens a message with one of the reader's secrets. `openedWith` is the hash of the certificate whose key packet was used. */
export function openMessage({ keyPackets, body, secrets, expected, certificateByHash }: MessageToOpen): Promise<(OpenedMessage & { readonly openedWith: string }) | Refused> {
  return asVerdict(async () => {
    const { sessionKey, openedWith, encrypted } = await unwrapFirst(keyPackets, body, secrets);
    return { ...(await openBody({ sessionKey, encrypted, body, expected, certificateByHash })), openedWith };
  });
}

/** Opens a message that somebody disclosed by its session key: needs no secret and no hub. */
export function openWithSessionKey({ sessionKey, body, expected, certificateByHash }: Omit<MessageToOpen, 'keyPackets' | 'secrets'> & { readonly sessionKey: Bytes }): Promise<OpenedMessage | Refused> {
  return asVerdict(async () => {
    demand(sessionKey.length === SESSION_KEY_SIZE, 'does-not-decrypt');
    return openBody({ sessionKey: new Uint8Array(sessionKey), encrypted: parseBody(body), body, expected, certificateByHash });
  });
}

/** The session key of one message, for disclosing or re-wrapping it, once it has been seen to open the body. */
export function discloseSessionKey({ keyPackets, body, secrets }: Pick<MessageToOpen, 'keyPackets' | 'body' | 'secrets'>): Promise<{ readonly ok: true; readonly sessionKey: Bytes } | Refused> {
  return asVerdict(async () => {
    const { sessionKey, encrypted } = await unwrapFirst(keyPackets, body, secrets);
    (await decryptData(sessionKey, encrypted)).fill(0);
    return { ok: true, sessionKey };
  });
}

async function unwrapFirst(keyPackets: readonly Uint8Array[], body: Uint8Array, secrets: readonly DecryptionSecret[]) {
  const packets = parseKeyPackets(keyPackets);
  const encrypted = parseBody(body);
  for (const packet of packets) {
    const secret = secrets.find((one) => one.recipient === packet.recipient);
    if (secret === undefined) continue;
    const sessionKey = await secret.unwrap(packet);
    demand(sessionKey !== undefined, 'does-not-decrypt');
    return { sessionKey, openedWith: secret.certificate, encrypted };
  }
  demand(false, 'no-key-packet-for-me');
}

interface BodyToOpen extends Pick<MessageToOpen, 'body' | 'expected' | 'certificateByHash'> {
  readonly sessionKey: Bytes;
  readonly encrypted: EncryptedData;
}

/** Zeroes the session key when it refuses, and the decrypted body always: the content in the result is a copy. */
async function openBody(toOpen: BodyToOpen): Promise<OpenedMessage> {
  const { sessionKey, encrypted } = toOpen;
  let plain: Bytes | undefined;
  try {
    plain = await decryptData(sessionKey, encrypted);
    return await checkInside(plain, toOpen);
  } catch (error) {
    sessionKey.fill(0);
    throw error;
  } finally {
    plain?.fill(0);
  }
}

async function checkInside(plain: Bytes, { sessionKey, body, expected, certificateByHash }: BodyToOpen): Promise<OpenedMessage> {
  const { data, signature, issuer } = readInside(plain);
  const framed = readFrame(data);
  const header = readHeader(framed.header);
  const hash = headerHash(framed.header);

  const sender = await certificateByHash(header.sender.certificate);
  demand(sender !== undefined && sender.hash === header.sender.certificate, 'sender-unknown');
  demand(issuer === sender.fingerprint, 'signature-issuer');
  await demandNotationSignature(signature, sender, { name: MESSAGE_NOTATION, value: hash }, data);

  demand(header.network === expected.network, 'other-network');
  demand(header.thread === expected.thread, 'other-thread');
  demand(header.message === expected.message, 'other-message');
  const commitment = commitmentOf({ network: header.network, message: header.message, body, sessionKey });
  demand(expected.commitment === null || expected.commitment === commitment, 'commitment');
  return { ok: true, header, headerHash: hash, content: new Uint8Array(framed.content), sender, signed: createdOf(signature.subpackets), commitment, sessionKey };
}

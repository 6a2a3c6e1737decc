// Officers, epochs and messages for tests, made by the code under test with real keys.
import { readCertificate, type Certificate } from '#openpgp';
import { createCertificate, createEpoch, sealMessage, unlockEpoch, type DecryptionSecret, type Expected, type SealedMessage } from '#openpgp/open';
import { DEFAULT_LABELS, utf8, uuidV7, type Bytes, type MessageHeader } from '#protocol';

export interface Officer {
  readonly id: string;
  readonly certificate: Certificate;
  readonly secretKey: Bytes;
}

export interface Epoch {
  readonly id: string;
  readonly member: string;
  readonly certificate: Certificate;
  readonly epochSecret: Bytes;
  readonly secret: DecryptionSecret;
}

export async function certificateOf(bytes: Uint8Array): Promise<Certificate> {
  const verdict = await readCertificate(bytes);
  if (!verdict.ok) throw new Error(verdict.reason);
  return verdict.certificate;
}

export async function makeOfficer(): Promise<Officer> {
  const id = crypto.randomUUID();
  const { certificate, secretKey } = await createCertificate(id);
  return { id, certificate: await certificateOf(certificate), secretKey };
}

export async function makeEpoch(): Promise<Epoch> {
  const id = crypto.randomUUID();
  const { certificate, epochSecret } = await createEpoch(id);
  return { id, member: crypto.randomUUID(), certificate: await certificateOf(certificate), epochSecret, secret: await unlockEpoch({ certificate, epochSecret }) };
}

export const NETWORK = 'ab'.repeat(32);

export function headerFor(sender: Officer, epochs: readonly Epoch[]): MessageHeader {
  return {
    version: 1,
    network: NETWORK,
    message: uuidV7(),
    thread: uuidV7(),
    parents: [],
    sequence: 1,
    device: crypto.randomUUID(),
    sender: { member: crypto.randomUUID(), officer: sender.id, certificate: sender.certificate.hash },
    recipients: epochs
      .map(({ id, member, certificate }) => ({ member, epoch: id, certificate: certificate.hash }))
      .toSorted((a, b) => (a.member < b.member ? -1 : 1)),
    kind: 'message',
    labels: DEFAULT_LABELS,
    created: '2026-11-23T09:00:00.000Z',
    language: 'en',
    trust: { size: 1, root: 'cd'.repeat(32) },
    attachments: [],
  };
}

export const CONTENT = utf8('{"subject":null,"text":"ordinary words"}');

export interface Sample {
  readonly sender: Officer;
  readonly epochs: readonly [Epoch, Epoch, Epoch];
  readonly header: MessageHeader;
  readonly sealed: SealedMessage;
  readonly expected: Expected;
}

/** A message from one officer to three epochs. */
export async function makeSample(): Promise<Sample> {
  const sender = await makeOfficer();
  const epochs = [await makeEpoch(), await makeEpoch(), await makeEpoch()] as const;
  const header = headerFor(sender, epochs);
  const sealed = await sealMessage({ header, content: CONTENT, secretKey: sender.secretKey, recipientCertificates: epochs.map((epoch) => epoch.certificate.bytes) });
  const expected = { network: NETWORK, thread: header.thread, message: header.message, commitment: sealed.commitment };
  return { sender, epochs, header, sealed, expected };
}

import { beforeAll, describe, expect, test } from '@jest/globals';
import { readSealedMessage } from '#openpgp';
import { discloseSessionKey, openMessage, openWithSessionKey, rewrap, sealMessage, unlockOfficer, type CertificateByHash, type MessageToOpen } from '#openpgp/open';
import { MESSAGE_NOTATION, Problem, uuidV7, type Bytes, type MessageHeader } from '#protocol';
import { flipped } from '../../testing/forge.ts';
import { certificateOf, CONTENT, headerFor, makeEpoch, makeOfficer, makeSample, type Sample } from '../../testing/parties.ts';
import { createMessage, decrypt, enums, encryptSessionKey, readKey, readMessage } from 'openpgp';
import { headerBytes, headerHash } from './header.ts';

let sample: Sample;
let byHash: CertificateByHash;
beforeAll(async () => {
  sample = await makeSample();
  byHash = (hash) => (hash === sample.sender.certificate.hash ? sample.sender.certificate : undefined);
});

function toOpen(change: Partial<MessageToOpen> = {}): MessageToOpen {
  const { sealed, epochs, expected } = sample;
  return { keyPackets: sealed.keyPackets.map((packet) => packet.bytes), body: sealed.body, secrets: [epochs[1].secret], expected, certificateByHash: byHash, ...change };
}

async function reasonOf(change: Partial<MessageToOpen>): Promise<string> {
  const verdict = await openMessage(toOpen(change));
  return verdict.ok ? 'opened' : verdict.reason;
}

const packetBytes = () => sample.sealed.keyPackets.map((packet) => packet.bytes);
const withPacket = (bytes: Bytes) => ({ keyPackets: [packetBytes()[0]!, bytes, packetBytes()[2]!] });

const digest = async (data: Bytes) => Buffer.from(await crypto.subtle.digest('SHA-256', data));

describe('a sealed message', () => {
  test('opens for each recipient, with all that was sealed', async () => {
    for (const epoch of sample.epochs) {
      const opened = await openMessage(toOpen({ secrets: [epoch.secret] }));
      if (!opened.ok) throw new Error(opened.reason);
      expect(opened).toMatchObject({ header: sample.header, headerHash: sample.sealed.headerHash, commitment: sample.sealed.commitment, openedWith: epoch.certificate.hash, sender: sample.sender.certificate });
      expect([...opened.content]).toEqual([...CONTENT]);
      expect([...opened.sessionKey]).toEqual([...sample.sealed.sessionKey]);
    }
  });

  test('has key packets for exactly the ML-KEM subkeys, in order', () => {
    expect(readSealedMessage({ keyPackets: packetBytes(), body: sample.sealed.body })).toEqual({ ok: true, recipients: sample.epochs.map((epoch) => epoch.certificate.mlkemFingerprint) });
    expect(sample.sealed.keyPackets.map((packet) => packet.certificate)).toEqual(sample.epochs.map((epoch) => epoch.certificate.hash));
  });

  test('the library decrypts and verifies it: an independent reader', async () => {
    const message = await readMessage({ binaryMessage: sample.sealed.body });
    const { data, signatures } = await decrypt({
      message, sessionKeys: [{ data: sample.sealed.sessionKey, algorithm: 'aes256' }], verificationKeys: await readKey({ binaryKey: sample.sender.certificate.bytes }),
      expectSigned: true, format: 'binary', config: { knownNotations: [MESSAGE_NOTATION] },
    });
    await expect(signatures[0]!.verified).resolves.toBe(true);
    const header = headerBytes(sample.header);
    expect(Buffer.from(data as Uint8Array).subarray(4, 4 + header.length).equals(header)).toBe(true);
  });

  test('shows a size bucket only', async () => {
    const { sender, epochs } = sample;
    const sizes = await Promise.all([0, 1, 1500, 5000, 20_000, 200_000].map(async (size) => {
      const header = headerFor(sender, epochs);
      return (await sealMessage({ header, content: new Uint8Array(size), secretKey: sender.secretKey, recipientCertificates: epochs.map((epoch) => epoch.certificate.bytes) })).body.length;
    }));
    expect(sizes[1]).toBe(sizes[0]);
    expect(sizes[2]).toBe(sizes[0]);
    expect(new Set(sizes).size).toBe(4);
  });

  test('of the largest bucket crosses chunks; a larger one is refused', async () => {
    const { sender, epochs } = sample;
    const header = headerFor(sender, epochs);
    const seal = (size: number) => sealMessage({ header, content: new Uint8Array(size).fill(7), secretKey: sender.secretKey, recipientCertificates: epochs.map((epoch) => epoch.certificate.bytes) });
    const { keyPackets, body } = await seal(900_000);
    const opened = await openMessage(toOpen({ keyPackets: keyPackets.map((packet) => packet.bytes), body, expected: { network: header.network, thread: header.thread, message: header.message, commitment: null } }));
    expect(opened.ok && opened.content.every((byte) => byte === 7) && opened.content.length).toBe(900_000);
    await expect(seal(2_000_000)).rejects.toMatchObject({ code: 'too-large' });
  });

  test('re-wraps to a later epoch, and discloses by its session key', async () => {
    const later = await makeEpoch();
    const disclosed = await discloseSessionKey(toOpen());
    if (!disclosed.ok) throw new Error(disclosed.reason);
    const added = await rewrap({ sessionKey: disclosed.sessionKey, certificate: later.certificate.bytes });
    expect(added.certificate).toBe(later.certificate.hash);
    expect(await reasonOf({ keyPackets: [...packetBytes(), added.bytes], secrets: [later.secret] })).toBe('opened');
    expect((await openWithSessionKey({ ...toOpen(), sessionKey: disclosed.sessionKey })).ok).toBe(true);
    expect(await openWithSessionKey({ ...toOpen(), sessionKey: flipped(disclosed.sessionKey, 0) })).toEqual({ ok: false, reason: 'does-not-decrypt' });
    expect(await openWithSessionKey({ ...toOpen(), sessionKey: disclosed.sessionKey.subarray(1) })).toEqual({ ok: false, reason: 'does-not-decrypt' });
  });

  test('to a named officer opens with the officer’s own secret', async () => {
    const { sender } = sample;
    const reader = await makeOfficer();
    const header: MessageHeader = { ...headerFor(sender, []), recipients: [{ member: crypto.randomUUID(), officer: reader.id, certificate: reader.certificate.hash }, ] };
    const { keyPackets, body, commitment } = await sealMessage({ header, content: CONTENT, secretKey: sender.secretKey, recipientCertificates: [reader.certificate.bytes] });
    const expected = { network: header.network, thread: header.thread, message: header.message, commitment };
    expect(await reasonOf({ keyPackets: keyPackets.map((packet) => packet.bytes), body, expected, secrets: [await unlockOfficer(reader.secretKey)] })).toBe('opened');
  });

  test('commits to body and key as documented', async () => {
    const { sealed, header } = sample;
    const preimage = Buffer.concat([Buffer.from('commit.v1'), Buffer.from(header.network, 'hex'), Buffer.from(header.message.replaceAll('-', ''), 'hex'), await digest(sealed.body), sealed.sessionKey]);
    expect((await digest(new Uint8Array(preimage))).toString('hex')).toBe(sealed.commitment);
  });

  test('is not sealed on false terms', async () => {
    const { sender, epochs, header } = sample;
    const certificates = epochs.map((epoch) => epoch.certificate.bytes);
    const seal = (change: Partial<Parameters<typeof sealMessage>[0]>) => sealMessage({ header, content: CONTENT, secretKey: sender.secretKey, recipientCertificates: certificates, ...change });
    await expect(seal({ recipientCertificates: certificates.slice(1) })).rejects.toMatchObject({ code: 'recipients-refused' });
    await expect(seal({ recipientCertificates: [...certificates, sender.certificate.bytes] })).rejects.toMatchObject({ code: 'recipients-refused' });
    await expect(seal({ recipientCertificates: [certificates[0]!, certificates[0]!, certificates[1]!] })).rejects.toMatchObject({ code: 'recipients-refused' });
    await expect(seal({ recipientCertificates: [...certificates.slice(1), flipped(certificates[0]!, 100)] })).rejects.toMatchObject({ code: 'certificate-refused' });
    await expect(seal({ secretKey: (await makeOfficer()).secretKey })).rejects.toMatchObject({ code: 'message-refused' });
    await expect(seal({ header: { ...header, recipients: header.recipients.toReversed() } })).rejects.toMatchObject({ code: 'message-refused' });
    await expect(seal({ header: { ...header, sequence: 0 } })).rejects.toThrow(Problem);
  });
});

async function resealed() {
  const { sender, epochs } = sample;
  const header = headerFor(sender, epochs);
  return { header, sealed: await sealMessage({ header, content: CONTENT, secretKey: sender.secretKey, recipientCertificates: epochs.map((epoch) => epoch.certificate.bytes) }) };
}

describe('refused by the reader, each by its name', () => {
  test.each<[string, () => Partial<MessageToOpen> | Promise<Partial<MessageToOpen>>, string]>([
    ['an altered body', () => ({ body: flipped(sample.sealed.body, 100) }), 'does-not-decrypt'],
    ['an altered salt', () => ({ body: flipped(sample.sealed.body, 10) }), 'does-not-decrypt'],
    ['an altered last tag', () => ({ body: flipped(sample.sealed.body, -1) }), 'does-not-decrypt'],
    ['a body cut short', () => ({ body: sample.sealed.body.subarray(0, -1) }), 'packet-framing'],
    ['an altered wrapped key', () => withPacket(flipped(packetBytes()[1]!, -1)), 'does-not-decrypt'],
    ['an altered ML-KEM ciphertext', () => withPacket(flipped(packetBytes()[1]!, 300)), 'does-not-decrypt'],
    ['an altered X25519 share', () => withPacket(flipped(packetBytes()[1]!, 40)), 'does-not-decrypt'],
    ['a key packet under another fingerprint', () => withPacket(flipped(packetBytes()[1]!, 10)), 'no-key-packet-for-me'],
    ['the key packet of another message', async () => {
      const { sealed } = await resealed();
      return withPacket(sealed.keyPackets[1]!.bytes);
    }, 'does-not-decrypt'],
    ['the body of another message', async () => ({ body: (await resealed()).sealed.body }), 'does-not-decrypt'],
    ['key packets for others only', () => ({ keyPackets: [packetBytes()[0]!, packetBytes()[2]!] }), 'no-key-packet-for-me'],
    ['no key packet', () => ({ keyPackets: [] }), 'key-packets-none'],
    ['the same recipient twice', () => ({ keyPackets: [...packetBytes(), packetBytes()[0]!] }), 'key-packet-repeated'],
    ['65 key packets', () => ({ keyPackets: Array.from({ length: 65 }, () => packetBytes()[0]!) }), 'key-packets-too-many'],
    ['a bloated key packet', () => withPacket(new Uint8Array(4097)), 'too-large'],
    ['a bloated body', () => ({ body: new Uint8Array(2 * 1024 * 1024 + 1) }), 'too-large'],
    ['another network', () => ({ expected: { ...sample.expected, network: '00'.repeat(32) } }), 'other-network'],
    ['moved to another thread', () => ({ expected: { ...sample.expected, thread: uuidV7() } }), 'other-thread'],
    ['under another id', () => ({ expected: { ...sample.expected, message: uuidV7() } }), 'other-message'],
    ['another commitment', () => ({ expected: { ...sample.expected, commitment: '00'.repeat(32) } }), 'commitment'],
    ['a sender the log does not know', () => ({ certificateByHash: () => undefined }), 'sender-unknown'],
    ['a sender’s certificate of another hash', async () => {
      const { certificate } = await makeOfficer();
      return { certificateByHash: () => certificate };
    }, 'sender-unknown'],
  ])('%s', async (_, change, reason) => {
    expect(await reasonOf(await change())).toBe(reason);
  });

  test('a body copied under a new key: same text, other commitment', async () => {
    const first = await openMessage(toOpen());
    const { sealed } = await resealed();
    expect(first.ok && first.commitment).not.toBe(sealed.commitment);
  });
});

const sessionKey = () => ({ data: sample.sealed.sessionKey, algorithm: 'aes256' as const });
const keyPacket = async (change: { aead?: boolean; subkey?: number; wildcard?: boolean }) => {
  const key = await readKey({ binaryKey: sample.epochs[1].certificate.bytes });
  const bytes: Bytes = await encryptSessionKey({
    ...sessionKey(), ...(change.aead === false ? {} : { aeadAlgorithm: 'gcm' as const }), encryptionKeys: key,
    encryptionKeyIDs: [key.subkeys[change.subkey ?? 1]!.getKeyID()], wildcard: change.wildcard ?? false, format: 'binary',
  });
  return bytes;
};
const body = (at: number, value: number) => {
  const copy = new Uint8Array(sample.sealed.body);
  copy[at] = value;
  return { body: copy };
};

describe('older and other packet forms', () => {
  /** Where the encrypted data packet's fields begin: its header has a two-octet length here. */
  const FIELDS = 3;

  test('the library’s key packet in the one form allowed is accepted', async () => {
    expect(await reasonOf(withPacket(await keyPacket({})))).toBe('opened');
  });

  test.each<[string, () => Promise<Partial<MessageToOpen>>, string]>([
    ['key packet version 3', async () => withPacket(await keyPacket({ aead: false })), 'key-packet-version'],
    ['key packet to the X25519 subkey', async () => withPacket(await keyPacket({ subkey: 0 })), 'key-packet-algorithm'],
    ['anonymous recipient', async () => withPacket(await keyPacket({ wildcard: true })), 'key-packet-recipient'],
    ['SEIPD version 1', async () => body(FIELDS, 1), 'body-version'],
    ['AES-128', async () => body(FIELDS + 1, 7), 'body-cipher'],
    ['OCB', async () => body(FIELDS + 2, enums.aead.ocb), 'body-aead'],
    ['EAX', async () => body(FIELDS + 2, enums.aead.eax), 'body-aead'],
    ['other chunks', async () => body(FIELDS + 3, 6), 'body-chunk-size'],
    ['symmetrically encrypted data without integrity', async () => body(0, 0xc9), 'packet-sequence'],
    ['the key packets before the body in one', async () => ({ body: new Uint8Array(Buffer.concat([...packetBytes(), sample.sealed.body])) }), 'packet-sequence'],
    ['plain text', async () => ({ body: (await createMessage({ text: 'hello' })).write() as Bytes }), 'packet-sequence'],
    ['a padding packet after the body', async () => ({ body: new Uint8Array([...sample.sealed.body, 0xd5, 0]) }), 'packet-sequence'],
  ])('%s is refused', async (_, change, reason) => {
    expect(await reasonOf(await change())).toBe(reason);
  });
});

test('headers hash to what the notation says', async () => {
  expect(headerHash(headerBytes(sample.header))).toBe(sample.sealed.headerHash);
  expect((await certificateOf(sample.sender.certificate.bytes)).hash).toBe(sample.header.sender.certificate);
});

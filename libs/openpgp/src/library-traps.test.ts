// What the library does that a reader must not rely on (TRUST.md "Measured or read"). Each test first shows the library doing it,
// so that an update which changes the behaviour is noticed, then shows that this code does not follow.
import { beforeAll, expect, test } from '@jest/globals';
import * as library from 'openpgp';
import {
  createMessage, decrypt, decryptSessionKeys, encrypt, encryptSessionKey, generateKey, LiteralDataPacket, Message, PacketList, readKey, readMessage,
  readPrivateKey, sign, type AnyPacket, type PrivateKey, type PublicKey,
} from 'openpgp';
import { readCertificate, readSealedMessage } from '#openpgp';
import { openWithSessionKey, rewrap } from '#openpgp/open';
import { concat, MESSAGE_NOTATION, utf8, type Bytes } from '#protocol';
import { inOneLength, sealPackets } from '../testing/forge.ts';
import { CONTENT, makeEpoch, makeOfficer, makeSample, type Sample } from '../testing/parties.ts';
import { frame } from './message/frame.ts';
import { headerBytes, headerHash } from './message/header.ts';
import { readKeyPacket } from './packets/key-packet.ts';
import { readPackets } from './packets/framing.ts';
import { randomBytes } from './random.ts';

/** Exported by the library, missing in its type declarations. */
const { PaddingPacket } = library as unknown as { PaddingPacket: new () => AnyPacket & { createPadding(size: number): Promise<void> } };

let sample: Sample;
let data: Bytes;
let senderKey: PrivateKey;
let senderCertificate: PublicKey;
const sessionKey = randomBytes(32);
const config = { knownNotations: [MESSAGE_NOTATION] };

beforeAll(async () => {
  sample = await makeSample();
  data = frame(headerBytes(sample.header), CONTENT);
  senderKey = await readPrivateKey({ binaryKey: sample.sender.secretKey });
  senderCertificate = await readKey({ binaryKey: sample.sender.certificate.bytes });
});

const notations = () => [{ name: MESSAGE_NOTATION, value: utf8(headerHash(headerBytes(sample.header))), humanReadable: true, critical: true }];

async function signedByLibrary(options: object = {}): Promise<Message<Bytes>> {
  return sign({ message: await createMessage({ binary: data, date: new Date(0) }), signingKeys: senderKey, signatureNotations: notations(), ...options, format: 'object' });
}

/** Pads and seals the library's packets as they are. */
async function sealed(message: Message<Bytes>): Promise<Bytes> {
  return sealPackets(sessionKey, ...readPackets(message.write() as Bytes).map((packet) => packet.whole));
}

async function reasonOf(body: Bytes): Promise<string> {
  const verdict = await openWithSessionKey({ sessionKey, body, expected: { ...sample.expected, commitment: null }, certificateByHash: () => sample.sender.certificate });
  return verdict.ok ? 'opened' : verdict.reason;
}

async function libraryVerifies(body: Bytes): Promise<boolean> {
  const { signatures } = await decrypt({ message: await readMessage({ binaryMessage: body }), sessionKeys: { data: sessionKey, algorithm: 'aes256' }, verificationKeys: senderCertificate, format: 'binary', config });
  return (await Promise.all(signatures.map((signature) => signature.verified))).every((verified) => verified);
}

test('what the library signs in the required form opens here', async () => {
  expect(await reasonOf(await sealed(await signedByLibrary()))).toBe('opened');
});

test('a padding packet appended after signing, then encrypted with a session key: opens here once framed in one length', async () => {
  const message = await signedByLibrary();
  const used = (message.write() as Bytes).length;
  const padding = new PaddingPacket();
  await padding.createPadding(4096 - used - 3);
  const packets = new PacketList<AnyPacket>();
  packets.push(...message.packets, padding);
  const body: Bytes = await encrypt({ message: new Message<Bytes>(packets), sessionKey: { data: sessionKey, algorithm: 'aes256', aeadAlgorithm: 'gcm' }, format: 'binary' });
  expect(await reasonOf(body)).toBe('packet-framing'); // the library frames it in partial lengths
  expect(await reasonOf(inOneLength(body))).toBe('opened');
});

test('a session key without an AEAD algorithm silently becomes SEIPD version 1, and the library opens it', async () => {
  const body: Bytes = await encrypt({ message: await signedByLibrary(), sessionKey: { data: sessionKey, algorithm: 'aes256' }, format: 'binary' });
  expect(await libraryVerifies(body)).toBe(true);
  expect(await reasonOf(inOneLength(body))).toBe('body-version');
});

test('one recipient that does not announce SEIPD version 2 takes everyone down to version 1', async () => {
  const old: { publicKey: PublicKey } = await generateKey({ userIDs: [{ name: 'old' }], type: 'ecc', format: 'object' });
  const ours = await readKey({ binaryKey: sample.epochs[0].certificate.bytes });
  const both: Bytes = await encrypt({ message: await createMessage({ binary: data }), encryptionKeys: [ours, old.publicKey], format: 'binary' });
  const packets = readPackets(both).map((packet) => packet.whole);
  expect(readSealedMessage({ keyPackets: packets.slice(0, 1), body: packets[2]! })).toEqual({ ok: false, reason: 'key-packet-version' });
  expect(await readCertificate(old.publicKey.write())).toMatchObject({ ok: false });
});

test('a key packet without an AEAD algorithm silently becomes version 3', async () => {
  const key = await readKey({ binaryKey: sample.epochs[0].certificate.bytes });
  const bytes: Bytes = await encryptSessionKey({ data: sessionKey, algorithm: 'aes256', encryptionKeys: key, encryptionKeyIDs: [key.subkeys[1]!.getKeyID()], format: 'binary' });
  expect(() => readKeyPacket(bytes)).toThrow('key-packet-version');
});

test('without an explicit key id the library may not choose the post-quantum subkey: our packets are checked for it', async () => {
  const { recipient } = readKeyPacket(sample.sealed.keyPackets[0]!.bytes);
  expect(recipient).toBe(sample.epochs[0].certificate.mlkemFingerprint);
  const classical = await readKey({ binaryKey: sample.epochs[0].certificate.bytes });
  const bytes: Bytes = await encryptSessionKey({ data: sessionKey, algorithm: 'aes256', aeadAlgorithm: 'gcm', encryptionKeys: classical, encryptionKeyIDs: [classical.subkeys[0]!.getKeyID()], format: 'binary' });
  expect(() => readKeyPacket(bytes)).toThrow('key-packet-algorithm');
});

test('decryptSessionKeys tells no algorithm for SEIPD version 2: re-wrapping names it and gives a version 6 packet', async () => {
  const officer = await makeOfficer();
  const wrapped = await rewrap({ sessionKey, certificate: officer.certificate.bytes });
  const message = await readMessage({ binaryMessage: concat(wrapped.bytes, sample.sealed.body) });
  const [session] = await decryptSessionKeys({ message, decryptionKeys: await readPrivateKey({ binaryKey: officer.secretKey }) });
  expect(session!.algorithm).toBeNull();
  expect(Buffer.from(session!.data).equals(sessionKey)).toBe(true);
  expect(readKeyPacket(wrapped.bytes).recipient).toBe(officer.certificate.mlkemFingerprint);
});

test('a signature without the critical notation verifies', async () => {
  const body = await sealed(await signedByLibrary({ signatureNotations: [] }));
  expect(await libraryVerifies(body)).toBe(true);
  expect(await reasonOf(body)).toBe('notation-missing');
});

test('a literal name changed after signing verifies', async () => {
  const message = await signedByLibrary();
  const literal = message.packets.find((packet) => packet instanceof LiteralDataPacket) as unknown as { setFilename(name: string): void };
  literal.setFilename('other.pdf');
  const body = await sealed(message);
  expect(await libraryVerifies(body)).toBe(true);
  expect(await reasonOf(body)).toBe('literal-name');
});

test('expectSigned passes when any given key signed, whoever the text names', async () => {
  const other = await makeOfficer();
  const message: Message<Bytes> = await sign({ message: await createMessage({ binary: data, date: new Date(0) }), signingKeys: await readPrivateKey({ binaryKey: other.secretKey }), signatureNotations: notations(), format: 'object' });
  const body = await sealed(message);
  const verificationKeys = [senderCertificate, await readKey({ binaryKey: other.certificate.bytes })];
  const opened = await decrypt({ message: await readMessage({ binaryMessage: body }), sessionKeys: { data: sessionKey, algorithm: 'aes256' }, verificationKeys, expectSigned: true, format: 'binary', config });
  await expect(opened.signatures[0]!.verified).resolves.toBe(true);
  expect(await reasonOf(body)).toBe('signature-issuer');
});

test('two signatures of which one verifies are a signed message to the library', async () => {
  const other = await makeOfficer();
  const message: Message<Bytes> = await sign({ message: await createMessage({ binary: data, date: new Date(0) }), signingKeys: [senderKey, await readPrivateKey({ binaryKey: other.secretKey })], signatureNotations: notations(), format: 'object' });
  expect(await reasonOf(await sealed(message))).toBe('signature-count');
});

test('a certificate from a clock ten minutes ahead blocks the library, not us', async () => {
  const ahead: { publicKey: PublicKey } = await generateKey({
    userIDs: [{ name: crypto.randomUUID() }], type: 'curve25519', subkeys: [{ type: 'curve25519' }, { type: 'pqc' }], date: new Date(Date.now() + 600_000),
    config: { v6Keys: true, aeadProtect: true }, format: 'object',
  });
  await expect(encryptSessionKey({ data: sessionKey, algorithm: 'aes256', aeadAlgorithm: 'gcm', encryptionKeys: ahead.publicKey })).rejects.toThrow();
  const certificate = ahead.publicKey.write();
  const wrapped = await rewrap({ sessionKey, certificate });
  expect(readKeyPacket(wrapped.bytes)).toMatchObject({ recipient: ahead.publicKey.subkeys[1]!.getFingerprint() });
});

test('with a signing subkey the library signs with it: no certificate of this hub has one', async () => {
  const keys: { publicKey: PublicKey; privateKey: PrivateKey } = await generateKey({
    userIDs: [{ name: crypto.randomUUID() }], type: 'curve25519', subkeys: [{ type: 'curve25519' }, { type: 'pqc' }, { type: 'curve25519', sign: true }],
    config: { v6Keys: true, aeadProtect: true }, format: 'object',
  });
  const signingKey = await keys.privateKey.getSigningKey();
  expect(signingKey.getFingerprint()).not.toBe(keys.publicKey.getFingerprint());
  expect(await readCertificate(keys.publicKey.write())).toEqual({ ok: false, reason: 'packet-sequence' });
  expect((await senderKey.getSigningKey()).getFingerprint()).toBe(sample.sender.certificate.fingerprint);
});

test('an epoch’s secret signs nothing: the library cannot even read it as a key', async () => {
  const { epochSecret } = await makeEpoch();
  await expect(readPrivateKey({ binaryKey: epochSecret })).rejects.toThrow();
});

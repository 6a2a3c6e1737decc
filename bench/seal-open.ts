// Messages sealed for three recipients and opened by one, a second, beside in the same run: what the primitives alone cost, the
// library's own sign-and-encrypt, and OpenSSL's ML-KEM. Rounds take turns, so that a busy machine slows all alike.
// node24 --conditions=source bench/seal-open.ts [rounds, default 15]
import * as openpgp from 'openpgp';
import { createHash, decapsulate, encapsulate, generateKeyPairSync } from 'node:crypto';
import { openMessage, openWithSessionKey, sealMessage } from '#openpgp/open';
import { uuidV7, MESSAGE_NOTATION, utf8, type Bytes } from '#protocol';
import { CONTENT, makeSample } from '../libs/openpgp/testing/parties.ts';

const ROUNDS = Number(process.argv[2] ?? 15);
const AT_A_TIME = 10;

/** In the library, missing in its type declarations. */
interface SessionKeyPacket {
  encrypt(key: openpgp.PublicSubkeyPacket): Promise<void>;
  decrypt(key: openpgp.SecretSubkeyPacket): Promise<void>;
  read(body: Bytes): void;
  write(): Bytes;
}
const { PublicKeyEncryptedSessionKeyPacket: KeyPacket } = openpgp as unknown as { PublicKeyEncryptedSessionKeyPacket: (new () => SessionKeyPacket) & { fromObject(fields: object): SessionKeyPacket } };

const { sender, epochs, header, sealed, expected } = await makeSample();
const recipientCertificates = epochs.map((epoch) => epoch.certificate.bytes);
const keyPackets = sealed.keyPackets.map((packet) => packet.bytes);
const certificateByHash = () => sender.certificate;

// The primitives: as many and as large as one message needs, with keys imported and parsed beforehand.
const aes = await crypto.subtle.importKey('raw', sealed.sessionKey, 'AES-GCM', false, ['encrypt', 'decrypt']);
const iv = new Uint8Array(12);
const inside = new Uint8Array(4096);
const ciphertext = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, aes, inside);
const ed25519 = (await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair;
const digest = new Uint8Array(64);
const signature = await crypto.subtle.sign('Ed25519', ed25519.privateKey, digest);
const recipients = await Promise.all(recipientCertificates.map((binaryKey) => openpgp.readKey({ binaryKey })));
const subkeys = recipients.map((key) => key.subkeys[1]!.keyPacket as openpgp.PublicSubkeyPacket);
const wrap = async (key: openpgp.PublicSubkeyPacket): Promise<Bytes> => {
  const packet = KeyPacket.fromObject({ version: 6, encryptionKeyPacket: key, anonymousRecipient: false, sessionKey: sealed.sessionKey, sessionKeyAlgorithm: openpgp.enums.symmetric.aes256 });
  await packet.encrypt(key);
  return packet.write();
};
const reader: { publicKey: openpgp.PublicKey; privateKey: openpgp.PrivateKey } = await openpgp.generateKey({
  userIDs: [{ name: crypto.randomUUID() }], type: 'curve25519', subkeys: [{ type: 'curve25519' }, { type: 'pqc' }], format: 'object', config: { v6Keys: true, aeadProtect: true },
});
const unwrappingKey = reader.privateKey.subkeys[1]!.keyPacket as openpgp.SecretSubkeyPacket;
const wrapped = await wrap(reader.publicKey.subkeys[1]!.keyPacket as openpgp.PublicSubkeyPacket);

// The library doing all of it by itself, as an ordinary program would call it.
const signingKeys = await openpgp.readPrivateKey({ binaryKey: sender.secretKey });
const verificationKeys = await openpgp.readKey({ binaryKey: sender.certificate.bytes });
const mlkemOf = (key: openpgp.PublicKey) => key.subkeys[1]!.getKeyID();
const data = new Uint8Array(1300);
const byLibrary = async (): Promise<Bytes> =>
  openpgp.encrypt({
    message: await openpgp.createMessage({ binary: data }), signingKeys, encryptionKeys: [reader.publicKey, recipients[1]!, recipients[2]!],
    encryptionKeyIDs: [reader.publicKey, recipients[1]!, recipients[2]!].map(mlkemOf), format: 'binary',
    signatureNotations: [{ name: MESSAGE_NOTATION, value: utf8(sealed.headerHash), humanReadable: true, critical: true }],
  });
const libraryMessage = await byLibrary();
const openssl = generateKeyPairSync('ml-kem-768');
const encapsulated = encapsulate(openssl.publicKey).ciphertext;

const WORK = {
  'seal for 3 recipients': () => sealMessage({ header: { ...header, message: uuidV7() }, content: CONTENT, secretKey: sender.secretKey, recipientCertificates }),
  'its primitives: 3 x (ML-KEM-768 + X25519) in JS, Ed25519, AES-GCM': async () => {
    createHash('sha512').update(inside).digest();
    await crypto.subtle.sign('Ed25519', ed25519.privateKey, digest);
    await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, aes, inside);
    await Promise.all(subkeys.map(wrap));
  },
  'the library alone: sign and encrypt for 3': byLibrary,
  'open as one of 3': async () => demandOk(await openMessage({ keyPackets, body: sealed.body, secrets: [epochs[1].secret], expected, certificateByHash })),
  'its primitives: ML-KEM-768 + X25519 in JS, AES-GCM, Ed25519': async () => {
    const packet = new KeyPacket();
    packet.read(wrapped);
    await packet.decrypt(unwrappingKey);
    await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, aes, ciphertext);
    createHash('sha512').update(inside).digest();
    await crypto.subtle.verify('Ed25519', ed25519.publicKey, signature, digest);
  },
  'the library alone: decrypt and verify': async () => {
    const opened = await openpgp.decrypt({ message: await openpgp.readMessage({ binaryMessage: libraryMessage }), decryptionKeys: reader.privateKey, verificationKeys, expectSigned: true, format: 'binary', config: { knownNotations: [MESSAGE_NOTATION] } });
    await opened.signatures[0]!.verified;
  },
  'open by a disclosed session key': async () => demandOk(await openWithSessionKey({ sessionKey: sealed.sessionKey, body: sealed.body, expected, certificateByHash })),
  'bare AES-GCM of the same 4 KiB': () => crypto.subtle.encrypt({ name: 'AES-GCM', iv }, aes, inside),
  'OpenSSL ML-KEM-768: 3 encapsulations': async () => [1, 2, 3].map(() => encapsulate(openssl.publicKey)),
  'OpenSSL ML-KEM-768: 1 decapsulation': async () => decapsulate(openssl.privateKey, encapsulated),
} satisfies Record<string, () => Promise<unknown>>;

function demandOk(verdict: { readonly ok: boolean }): void {
  if (!verdict.ok) throw new Error(JSON.stringify(verdict));
}

const times = new Map<string, number[]>(Object.keys(WORK).map((what) => [what, []]));
for (let round = -2; round < ROUNDS; round++) {
  for (const [what, work] of Object.entries(WORK)) {
    const begin = performance.now();
    for (let i = 0; i < AT_A_TIME; i++) await work();
    if (round >= 0) times.get(what)!.push((performance.now() - begin) / AT_A_TIME);
  }
}

/** Median milliseconds. */
const median = (what: keyof typeof WORK) => times.get(what)!.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)]!;
const ratio = (part: keyof typeof WORK, whole: keyof typeof WORK) => `${(100 * median(part) / median(whole)).toFixed(0)} %`;

console.log(`Node ${process.versions.node}, OpenSSL ${process.versions.openssl}; inside of ${inside.length} bytes, body ${sealed.body.length}, key packets of ${keyPackets[0]!.length}`);
for (const what of Object.keys(WORK) as (keyof typeof WORK)[]) console.log(`${what.padEnd(68)} ${median(what).toFixed(3).padStart(8)} ms ${Math.round(1000 / median(what)).toLocaleString('en').padStart(8)} a second`);
console.log(`seal: ${ratio('its primitives: 3 x (ML-KEM-768 + X25519) in JS, Ed25519, AES-GCM', 'seal for 3 recipients')} of the time is primitives; takes ${ratio('seal for 3 recipients', 'the library alone: sign and encrypt for 3')} of the library's time`);
console.log(`open: ${ratio('its primitives: ML-KEM-768 + X25519 in JS, AES-GCM, Ed25519', 'open as one of 3')} of the time is primitives; takes ${ratio('open as one of 3', 'the library alone: decrypt and verify')} of the library's time`);

// Older messages given to a new mailbox epoch, as a client does it for one batch, beside what its primitives alone cost in the same run: one
// unwrapping and one wrapping of ML-KEM-768 + X25519. Rounds take turns, so that a busy machine slows all alike.
// node24 --conditions=source bench/rewrap.ts [rounds, default 9]
import * as openpgp from 'openpgp';
import { createHash } from 'node:crypto';
import { rewrapByCommitment } from '#openpgp/open';
import type { Bytes } from '#protocol';
import { makeEpoch, makeSample, NETWORK } from '../libs/openpgp/testing/parties.ts';

const ROUNDS = Number(process.argv[2] ?? 9);
const AT_A_TIME = 50;

interface SessionKeyPacket {
  encrypt(key: openpgp.PublicSubkeyPacket): Promise<void>;
  decrypt(key: openpgp.SecretSubkeyPacket): Promise<void>;
  read(body: Bytes): void;
  write(): Bytes;
}
const { PublicKeyEncryptedSessionKeyPacket: KeyPacket } = openpgp as unknown as { PublicKeyEncryptedSessionKeyPacket: (new () => SessionKeyPacket) & { fromObject(fields: object): SessionKeyPacket } };

const { header, sealed, epochs } = await makeSample();
const later = await makeEpoch();
const message = {
  network: NETWORK, message: header.message, keyPackets: [sealed.keyPackets[1]!.bytes],
  bodyHash: createHash('sha256').update(sealed.body).digest('hex'), commitment: sealed.commitment,
};
const reader: { publicKey: openpgp.PublicKey; privateKey: openpgp.PrivateKey } = await openpgp.generateKey({
  userIDs: [{ name: crypto.randomUUID() }], type: 'curve25519', subkeys: [{ type: 'curve25519' }, { type: 'pqc' }], format: 'object', config: { v6Keys: true, aeadProtect: true },
});
const publicSubkey = reader.publicKey.subkeys[1]!.keyPacket as openpgp.PublicSubkeyPacket;
const secretSubkey = reader.privateKey.subkeys[1]!.keyPacket as openpgp.SecretSubkeyPacket;
const wrap = async (): Promise<Bytes> => {
  const packet = KeyPacket.fromObject({ version: 6, encryptionKeyPacket: publicSubkey, anonymousRecipient: false, sessionKey: sealed.sessionKey, sessionKeyAlgorithm: openpgp.enums.symmetric.aes256 });
  await packet.encrypt(publicSubkey);
  return packet.write();
};
const wrapped = await wrap();

const WORK = {
  'give a message to a new epoch': async () => {
    const given = await rewrapByCommitment({ ...message, secrets: [epochs[1].secret], certificate: later.certificate.bytes });
    if (!given.ok) throw new Error(given.reason);
  },
  'its primitives: unwrap and wrap, ML-KEM-768 + X25519 in JS': async () => {
    const packet = new KeyPacket();
    packet.read(wrapped);
    await packet.decrypt(secretSubkey);
    await wrap();
  },
} satisfies Record<string, () => Promise<unknown>>;

const times = new Map<string, number[]>(Object.keys(WORK).map((what) => [what, []]));
for (let round = -1; round < ROUNDS; round++) {
  for (const [what, work] of Object.entries(WORK)) {
    const begin = performance.now();
    for (let i = 0; i < AT_A_TIME; i++) await work();
    if (round >= 0) times.get(what)!.push((performance.now() - begin) / AT_A_TIME);
  }
}
const median = (what: string) => times.get(what)!.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)]!;
for (const what of Object.keys(WORK)) console.log(`${what.padEnd(62)} ${median(what).toFixed(2).padStart(7)} ms ${Math.round(1000 / median(what)).toLocaleString('en').padStart(7)} a second`);
const [whole, bare] = Object.keys(WORK).map(median) as [number, number];
console.log(`${(100 * bare / whole).toFixed(0)} % of the time is primitives; 100,000 messages take ${(whole * 100 / 60).toFixed(0)} minutes of work, twice that with rests`);

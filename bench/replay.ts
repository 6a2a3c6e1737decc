// Statements replayed per second, beside bare WebCrypto Ed25519 verifications in the same run.
// node24 --conditions=source bench/replay.ts [statements, default 10000]
import { parseTrustEntry } from '#protocol';
import { draft, EMPTY_STATE, reduceAll, replay, Signers, stateFromJson, stateToJson, verifySignatures } from '#trust';
import { makePeople, someHash, TrustNetwork, type Person } from '../test/support/trust-network.ts';

const MEMBERS = 10;
const statements = Number(process.argv[2] ?? 10_000);

/** A log of admissions, then rotations and confirmations in turn, as ten years of a network are for the most part. */
async function makeLog(): Promise<TrustNetwork> {
  const network = await TrustNetwork.begin({ demonstration: true });
  const members: { member: string; people: Person[] }[] = [];
  for (let i = 0; i < MEMBERS; i++) {
    const people = await makePeople(4);
    const [a, b, ...officers] = people as [Person, Person, ...Person[]];
    const member = await network.admitMember([a, b]);
    for (const officer of officers) await network.append(draft.officerAdmit(network.context, member, officer.key, 'officer'), [a, b, officer]);
    members.push({ member, people });
  }
  while (network.leaves.length < statements) {
    const { member, people } = members[Math.floor(network.leaves.length / 2) % MEMBERS]!;
    const packages = people.map(({ officer }) => ({ officer, package: someHash() }));
    const epoch = crypto.randomUUID();
    await network.append(draft.epochRotate(network.context, member, epoch, someHash(), packages), [people[2]!]);
    await network.append(draft.epochConfirm(network.context, member, epoch), [people[3]!]);
    network.now += 60_000;
    if (network.leaves.length % 50 < 2) await network.tick();
  }
  return network;
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1000;
}

/** As many verifications as the log has signatures, of a message as long as a SHA-512 hash, as many at once as the replay has. */
async function bareVerifications(count: number): Promise<number> {
  const pair = (await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair;
  const message = crypto.getRandomValues(new Uint8Array(64));
  const signature = await crypto.subtle.sign('Ed25519', pair.privateKey, message);
  return seconds(async () => {
    for (let done = 0; done < count; done += 512) {
      await Promise.all(Array.from({ length: Math.min(512, count - done) }, () => crypto.subtle.verify('Ed25519', pair.publicKey, signature, message)));
    }
  });
}

const network = await makeLog();
const { leaves } = network;
const signatures = leaves.map((leaf) => parseTrustEntry(leaf).signatures.length).reduce((sum, count) => sum + count, 0);
const bytes = leaves.reduce((sum, leaf) => sum + leaf.length, 0);
const signers = () => new Signers((hash) => network.certificates.get(hash));
const report = (what: string, count: number, took: number) => console.log(`${what.padEnd(58)} ${Math.round(count / took).toLocaleString('en')} a second (${took.toFixed(2)} s)`);

console.log(`${leaves.length} statements, ${signatures} signatures, ${network.certificates.size} signers, ${Math.round(bytes / leaves.length)} bytes a leaf`);
await replay(EMPTY_STATE, leaves.slice(0, 500), { signers: signers(), network: null });

report('Ed25519 verified by WebCrypto alone', signatures, await bareVerifications(signatures));
const took = await seconds(() => replay(EMPTY_STATE, leaves, { signers: signers(), network: null }));
report('statements replayed from leaf bytes, certificates read once', leaves.length, took);
const known = signers();
await replay(EMPTY_STATE, leaves.slice(0, 500), { signers: known, network: null });
const verified = await verifySignatures(leaves, { signers: known, keys: null });
report('  of which verifySignatures', leaves.length, await seconds(() => verifySignatures(leaves, { signers: known, keys: null })));
report('  of which reduce', leaves.length, await seconds(async () => reduceAll(EMPTY_STATE, verified, null)));
report('Ed25519 verified by WebCrypto alone, again', signatures, await bareVerifications(signatures));
let text = '';
report('statements written to the cache', leaves.length, await seconds(async () => (text = stateToJson(network.state))));
report('statements restored from it', leaves.length, await seconds(async () => stateFromJson(text)));
console.log(`the cache has ${Math.round(text.length / 1024)} KiB`);

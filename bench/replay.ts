// A trust log of ten years replayed by a new client, beside bare WebCrypto Ed25519 verifications in the same run: fetched by the bundle,
// hashed and verified in threads, reduced in order. Then the same log from this client's own cache, and one statement more.
// Build first (tsc -b). node24 bench/replay.ts [statements, default 80000] [threads, default: processors]
import { availableParallelism } from 'node:os';
import { TrustFollower, type TrustCache } from '#client';
import { fromUtf8, type Bytes, type TrustEntry } from '#protocol';
import { TrustAt } from '#trust';
import { memoryHub } from '../test/support/memory-hub.ts';
import { tenYears } from './trust/kept-log.ts';
import { threadPool } from './trust/thread-pool.ts';

const statements = Number(process.argv[2] ?? 80_000);
const threads = Number(process.argv[3] ?? availableParallelism());
/** Members whose threads a reader sees first. */
const CORRESPONDENTS = 20;
/** Ed25519 verifications that reading a certificate and a quoted checkpoint take. */
const PER_CERTIFICATE = 4;

interface Took {
  readonly wall: number;
  /** Of all threads, seconds: what remains comparable on a busy machine. */
  readonly cpu: number;
}
async function seconds(work: () => Promise<unknown>): Promise<Took> {
  const begin = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { wall: (performance.now() - begin) / 1000, cpu: (user + system) / 1e6 };
}

/** Verifications of a message as long as a SHA-512 hash, as many at once as the replay has. */
async function bareVerifications(count: number): Promise<Took> {
  const pair = (await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair;
  const message = crypto.getRandomValues(new Uint8Array(64));
  const signature = await crypto.subtle.sign('Ed25519', pair.privateKey, message);
  return seconds(async () => {
    for (let done = 0; done < count; done += 512) {
      await Promise.all(Array.from({ length: Math.min(512, count - done) }, () => crypto.subtle.verify('Ed25519', pair.publicKey, signature, message)));
    }
  });
}

const rate = (count: number, seconds: number) => Math.round(count / seconds).toLocaleString('en');
const report = (what: string, { wall, cpu }: Took, note = '') => console.log(`${what.padEnd(60)} ${wall.toFixed(2).padStart(7)} s ${cpu.toFixed(2).padStart(7)} s of processors  ${note}`);

const log = await tenYears(statements + 1);
const { network } = log;
const all = log.leaves.slice(0, statements);
const certificates = new Set<string>();
let signatures = 0;
for (const { signatures: list, statement } of all.map((leaf) => JSON.parse(fromUtf8(leaf)) as TrustEntry)) {
  signatures += statement.kind === 'log.time' ? statement.body.checkpoint.split('\n\u2014 ').length - 1 : list.length;
  for (const { certificate } of list) certificates.add(certificate);
}
const signers = certificates.size;
const verifications = signatures + signers * PER_CERTIFICATE;
const bytes = all.reduce((sum, leaf) => sum + leaf.length, 0);
console.log(`${statements} statements, ${signatures} signatures on them, ${signers} signers, ${Math.round(bytes / statements)} bytes a leaf, ${threads} threads`);

let kept: Bytes | null = null;
const cache: TrustCache = { load: async () => kept, save: async (cached) => void (kept = cached), discard: async (because) => { throw new Error(because); } };
const notes = [await log.checkpoint(statements), await log.checkpoint(statements + 1)];
const served = { leaves: all, certificates: log.certificates, checkpoint: async () => notes[served.leaves.length - statements]! };
const hub = memoryHub(served);

const SAMPLE = 20_000;
const before = await bareVerifications(SAMPLE);
const pool = threadPool(threads);
const trust = new TrustFollower(hub, network, { verifier: pool, cache });
const whole = await seconds(async () => {
  report(`ready to read: own member and ${CORRESPONDENTS} correspondents`, await seconds(() => trust.toRead(log.members.slice(0, 1 + CORRESPONDENTS))));
  await trust.sync();
});
const after = await bareVerifications(SAMPLE);
const bare = { wall: before.wall + after.wall, cpu: before.cpu + after.cpu };
const ratio = (of: 'wall' | 'cpu', count: number) => (count / whole[of] / ((2 * SAMPLE) / bare[of])).toFixed(2);
report('all replayed, signatures and certificates verified', whole, `${rate(statements, whole.wall)} statements, ${rate(verifications, whole.wall)} verifications a second`);
report(`${2 * SAMPLE} × Ed25519 by WebCrypto alone, around it`, bare, `${rate(2 * SAMPLE, bare.wall)} a second`);
console.log(`verifications beside WebCrypto alone: ${ratio('wall', verifications)} by the clock, ${ratio('cpu', verifications)} by processor time; statements ${ratio('wall', statements)} and ${ratio('cpu', statements)}`);
const { standing } = new TrustAt(trust.state).currentEpoch(log.members[0]!);
console.log(`memory ${Math.round(process.memoryUsage().rss / 1024 / 1024)} MB; the cache has ${Math.round(kept!.length / 1024 / 1024)} MB; the first member’s epoch is ${standing}`);

const again = new TrustFollower(hub, network, { verifier: pool, cache });
report('all from the cache, up to the same checkpoint', await seconds(() => again.sync()));
served.leaves = log.leaves;
report('one statement more', await seconds(() => again.sync()));
await pool.end();

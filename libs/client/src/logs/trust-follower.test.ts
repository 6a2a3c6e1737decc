// A log of more entries than one answer holds: fetched by the bundle, verified in slices, readable before it is whole, kept on the device.
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { signStatement } from '#openpgp/open';
import { BUNDLE_WIDTH, canonicalText, LOG_CLOCK, parseTrustEntry, toBase64Url, toHex, trustEntryBytes, unpackLeaves, type Bytes, type Json, type StatementOf } from '#protocol';
import { rangeRoot, treeRoot } from '#transparency-log';
import { EMPTY_STATE, reduceAll, rosterOf, stateToJson, TrustAt, verifyHere, verifySignatures, type SliceVerifier, type TrustState } from '#trust';
import { memoryHub, type ServedLog } from '../../../../test/support/memory-hub.ts';
import { makeTenYears, type TenYears } from '../../../../test/support/ten-years.ts';
import { TrustNetwork } from '../../../../test/support/trust-network.ts';
import { HubProblem } from '../http.ts';
import { LogRefused } from './log-refused.ts';
import type { TrustCache } from './trust-cache.ts';
import type { TrustReading } from './trust-reading.ts';
import { TrustFollower, type FollowerOptions } from './trust-follower.ts';

const STATEMENTS = BUNDLE_WIDTH + 300;
/** Slices of picked leaves are smaller than a bundle. */
const PICKED = 512;

interface World {
  readonly network: TrustNetwork;
  readonly log: TenYears;
  readonly state: TrustState;
  readonly id: string;
}

let world: World;
beforeAll(async () => {
  const network = await TrustNetwork.begin({ witnesses: 3, policy: 2 });
  const log = await makeTenYears({
    statements: STATEMENTS, members: 12, officers: 4, begin: Date.now() - 3 * 365 * 24 * 3600 * 1000, log: network.log, witnesses: network.witnesses,
    leaves: network.leaves, certificates: network.certificates,
    secretariat: async (statement) => Promise.all(network.secretariat.slice(0, 2).map(async ({ key, secretKey }) => ({ certificate: key.certificate, signature: toBase64Url(await signStatement(secretKey, statement)) }))),
  });
  network.now = Date.now();
  for (const [hash, bytes] of log.certificates) network.certificates.set(hash, bytes);
  const { state } = reduceAll(EMPTY_STATE, await verifySignatures(log.leaves, { signers: network.signers, keys: null }), null);
  world = { network, log, state, id: state.network!.id };
});

/** What a hub serves that has these leaves, signed by the log's real key. */
function serve(leaves: readonly Bytes[] = world.log.leaves): ServedLog {
  const root = treeRoot(leaves);
  return { leaves, certificates: world.log.certificates, checkpoint: () => world.network.checkpoint(undefined, { size: leaves.length, root }) };
}

interface Followed {
  readonly trust: TrustFollower;
  readonly asked: string[];
}
function follower(served: ServedLog = serve(), options: FollowerOptions = {}): Followed {
  const asked: string[] = [];
  return { trust: new TrustFollower(memoryHub(served, (path) => void asked.push(path)), world.id, options), asked };
}

/** Verifies picked leaves at once, whole bundles only once `open` was called. */
function gated(): SliceVerifier & { open(): void } {
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  return {
    ...verifyHere,
    open,
    verify: async (slice) => {
      if (unpackLeaves(slice.leaves).length > PICKED) await gate;
      return verifyHere.verify(slice);
    },
  };
}

/** Part by part, so that a failure says where and not everything. */
function digest(state: TrustState): Record<string, string> {
  const parts = JSON.parse(stateToJson(state)) as Record<string, Json>;
  return Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, createHash('sha256').update(canonicalText(part)).digest('hex')]));
}

const refusalOf = (promise: Promise<unknown>) => promise.then(() => null, (error: unknown) => (error instanceof LogRefused ? error.refusal : error));

/** A statement of this member somewhere in the middle, and where. */
function indexOf(roster: string, kind: string): number {
  return world.log.leaves.findIndex((leaf, i) => i > 200 && rosterOf(leaf) === roster && parseTrustEntry(leaf).statement.kind === kind);
}

describe('a long log', () => {
  test('is fetched by the bundle and leads to what a replay at once leads to', async () => {
    const seen: number[] = [];
    const { trust, asked } = follower(serve(), { onProgress: ({ done, total }) => void seen.push(done / total) });
    const state = await trust.sync();
    expect(digest(state)).toEqual(digest(world.state));
    expect(asked.filter((path) => path.startsWith('/api/trust/bundles/'))).toHaveLength(2);
    expect(seen.at(-1)).toBe(1);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(toHex(await trust.rootAt(1000))).toBe(toHex(treeRoot(world.log.leaves.slice(0, 1000))));
  });

  test('is ready to read from the chains of the members asked for, before the rest is verified', async () => {
    const verifier = gated();
    const { trust } = follower(serve(), { verifier });
    const [mine, other, absent] = world.log.members as [string, string, string];
    const first = await trust.toRead([mine]);
    expect(first.complete).toBe(false);
    expect(new TrustAt(first.state).member(other)).toBeNull();
    const reading = await trust.toRead([other]);
    for (const member of [mine, other]) expect(new TrustAt(reading.state).member(member)).toEqual(new TrustAt(world.state).member(member));
    expect(new TrustAt(reading.state).member(absent)).toBeNull();
    expect(toHex(rangeRoot(reading.state.tree.range))).toBe(toHex(rangeRoot(world.state.tree.range)));
    expect(trust.state.network).toBeNull();
    expect(trust.isFresh()).toBe(false);
    verifier.open();
    expect((await trust.sync()).members.size).toBe(world.log.members.length);
    expect((await trust.toRead([absent])).complete).toBe(true);
  });

  test('is verified for reading while the rest of it is on its way; whoever is asked for meanwhile is read as well', async () => {
    const chains = Promise.withResolvers<void>();
    const verifier = gated();
    const [mine, other, absent] = world.log.members as [string, string, string];
    const hub = memoryHub(serve(), async (path) => {
      // Arrives only once a slice of what came before it was given to be verified.
      if (path === '/api/trust/bundles/1') await chains.promise;
    });
    const trust = new TrustFollower(hub, world.id, {
      verifier: {
        ...verifier,
        verify: (slice) => {
          chains.resolve();
          return verifier.verify(slice);
        },
      },
    });
    const readings = [trust.toRead([mine]), trust.toRead([other])];
    const [first, second] = (await Promise.all(readings)) as [TrustReading, TrustReading];
    expect([first.complete, second.complete]).toEqual([false, false]);
    for (const member of [mine, other]) expect(new TrustAt(second.state).member(member)).toEqual(new TrustAt(world.state).member(member));
    expect(new TrustAt(second.state).member(absent)).toBeNull();
    verifier.open();
    expect(digest(await trust.sync())).toEqual(digest(world.state));
  });

  test('whose certificates do not come when its chains are first verified is asked for them again', async () => {
    let lost = 0;
    const hub = memoryHub(serve(), (path) => {
      if (path === '/api/certificates/query' && lost++ === 0) throw new TypeError('connection lost');
    });
    const trust = new TrustFollower(hub, world.id);
    const { state } = await trust.toRead(world.log.members);
    expect(lost).toBeGreaterThan(1);
    expect(new TrustAt(state).member(world.log.members[0]!)).toEqual(new TrustAt(world.state).member(world.log.members[0]!));
    expect(digest(await trust.sync())).toEqual(digest(world.state));
  });

  test('from which an entry is left out does not make the checkpoint’s tree: nothing is read', async () => {
    const honest = serve();
    const removal = indexOf(world.log.members[1]!, 'officer.remove');
    const { trust } = follower({ ...honest, leaves: world.log.leaves.toSpliced(removal, 1, world.log.leaves[removal - 1]!) });
    expect(await refusalOf(trust.toRead([world.log.members[0]!]))).toEqual({ kind: 'inconsistent' });
    expect(await refusalOf(trust.sync())).toEqual({ kind: 'inconsistent' });
  });

  test('in which another member’s entry is forged is refused as a whole, once it is verified', async () => {
    const { statement, signatures } = parseTrustEntry(world.log.leaves[indexOf(world.log.members[1]!, 'officer.attest')]!);
    const forged = trustEntryBytes({ statement, signatures: signatures.map((one) => ({ ...one, signature: one.signature.replace(/.{8}$/, 'AAAAAAAA') })) });
    const at = STATEMENTS;
    const verifier = gated();
    const { trust } = follower(serve([...world.log.leaves, forged]), { verifier });
    expect((await trust.toRead([world.log.members[0]!])).complete).toBe(false);
    expect(await refusalOf(trust.toRead([world.log.members[1]!]))).toMatchObject({ kind: 'entry', refusal: { code: 'signature-invalid', index: at } });
    verifier.open();
    expect(await refusalOf(trust.sync())).toMatchObject({ kind: 'entry', refusal: { code: 'signature-invalid', index: at } });
    expect(await refusalOf(trust.toRead([world.log.members[0]!]))).toMatchObject({ kind: 'entry' });
  });

  test.each(['the first days', 'the last days'])('in which a time of %s was not cosigned by policy is not even read', async (when) => {
    const times = world.log.leaves.flatMap((leaf, i) => (rosterOf(leaf) === LOG_CLOCK ? [i] : []));
    const at = when === 'the first days' ? times[1]! : times.at(-1)!;
    const { statement, signatures } = parseTrustEntry(world.log.leaves[at]!) as { statement: StatementOf<'log.time'>; signatures: [] };
    // Two of three must have cosigned; the log's own signature stays as it is.
    const checkpoint = statement.body.checkpoint.replaceAll(/(\u2014 witness-\d\.test .{40}).{8}/g, '$1AAAAAAAA');
    const forged = trustEntryBytes({ statement: { ...statement, body: { checkpoint } }, signatures });
    const { trust } = follower(serve(world.log.leaves.with(at, forged)), { verifier: gated() });
    expect(await refusalOf(trust.toRead([world.log.members[0]!]))).toMatchObject({ kind: 'entry', refusal: { code: 'checkpoint-invalid', index: at } });
  });

  test('goes on after a lost connection with the bundles that had arrived', async () => {
    let lost = 1;
    const asked: string[] = [];
    const hub = memoryHub(serve(), (path) => {
      asked.push(path);
      if (path === '/api/trust/bundles/1' && lost-- > 0) throw new TypeError('connection lost');
    });
    const trust = new TrustFollower(hub, world.id);
    await expect(trust.sync()).rejects.toBeInstanceOf(HubProblem);
    await trust.sync();
    expect(asked.filter((path) => path === '/api/trust/bundles/0')).toHaveLength(1);
    expect(asked.filter((path) => path === '/api/trust/bundles/1')).toHaveLength(2);
  });

  test('is read after a lost connection as if there had been none', async () => {
    let lost = 1;
    const hub = memoryHub(serve(), (path) => {
      if (path === '/api/trust/bundles/1' && lost-- > 0) throw new TypeError('connection lost');
    });
    const trust = new TrustFollower(hub, world.id);
    const mine = world.log.members[0]!;
    await expect(trust.toRead([mine])).rejects.toBeInstanceOf(HubProblem);
    const reading = await trust.toRead([mine]);
    expect(reading.complete).toBe(false);
    expect(new TrustAt(reading.state).member(mine)).toEqual(new TrustAt(world.state).member(mine));
    expect(digest(await trust.sync())).toEqual(digest(world.state));
  });

  test('stops when its follower is stopped', async () => {
    const verifier = gated();
    const { trust } = follower(serve(), { verifier });
    await trust.toRead([world.log.members[0]!]);
    const syncing = trust.sync();
    trust.stop();
    verifier.open();
    await expect(syncing).rejects.toThrow('');
    expect(trust.state.network).toBeNull();
  });
});

function memory(kept: Bytes | null = null): TrustCache & { kept: Bytes | null; discarded: string[] } {
  return {
    kept,
    discarded: [],
    async load() {
      return this.kept;
    },
    async save(bytes) {
      this.kept = bytes;
    },
    async discard(because) {
      this.kept = null;
      this.discarded.push(because);
    },
  };
}

describe('what the device keeps of it', () => {
  let keptLog: Bytes;
  beforeAll(async () => {
    const cache = memory();
    await follower(serve(world.log.leaves.slice(0, -1)), { cache }).trust.sync();
    keptLog = cache.kept!;
  });

  test('is gone on from: one more statement asks for that one and for no certificate known', async () => {
    const cache = memory(keptLog);
    const { trust, asked } = follower(serve(), { cache });
    const state = await trust.sync();
    expect(digest(state)).toEqual(digest(world.state));
    expect(asked).toEqual(['/log/trust/checkpoint', '/api/trust/entries']);
    expect(cache.discarded).toEqual([]);
  });

  test('does not outlive a hub that has another history since: both checkpoints are the evidence', async () => {
    const { trust } = follower(serve(world.log.leaves.with(STATEMENTS - 50, world.log.leaves[STATEMENTS - 49]!)), { cache: memory(keptLog) });
    const refused = await trust.sync().catch((error: unknown) => error as LogRefused);
    expect(refused).toMatchObject({ refusal: { kind: 'inconsistent' } });
    expect((refused as LogRefused).evidence).toHaveLength(2);
  });

  test.each([
    ['a byte of its state', 'other-version', (kept: Bytes) => kept.with(kept.length - STATEMENTS * 32 - 1000, 0)],
    ['a leaf hash', 'contradicts-itself', (kept: Bytes) => kept.with(kept.length - 1, kept.at(-1)! ^ 1)],
    ['its end', 'contradicts-itself', (kept: Bytes) => kept.slice(0, -32)],
    ['all of it', 'other-version', () => new Uint8Array(10)],
  ] as const)('is thrown away, and said so, when %s is changed; the log is replayed', async (_, because, change) => {
    const cache = memory(change(keptLog) as Bytes);
    const { trust, asked } = follower(serve(), { cache });
    expect(digest(await trust.sync())).toEqual(digest(world.state));
    expect(cache.discarded).toEqual([because]);
    expect(asked.some((path) => path.startsWith('/api/trust/bundles/'))).toBe(true);
  });
});

// Table of faults while a statement is proposed and appended: each query in turn fails; the commit fails; the commit succeeds and its answer is lost.
// Whatever happens, log, proposals, packages, audit entries and outbox agree, and the same request again gives the one right answer.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Proposal } from '#protocol';
import { Database, type Scope, type Tx } from '../../apps/api/src/platform/database.ts';
import { foundNetwork, type FollowedNetwork } from '../support/membership-acts.ts';
import { startMembershipHub, type EnrolledPerson, type MembershipHub } from '../support/membership-hub.ts';

let hub: MembershipHub;
let network: FollowedNetwork;
let member: string;
let security: EnrolledPerson[];
let real: Database['transaction'];

beforeAll(async () => {
  hub = await startMembershipHub();
  ({ network, member, security } = await foundNetwork(hub));
  real = hub.database.transaction.bind(hub.database);
}, 120_000);
afterAll(() => hub?.close(), 30_000);

/** `fail(n)` is asked before the n-th query of a transaction that appends, and with 'commit' and 'answer' around its commit. */
function interfere(fail: (at: number | 'commit' | 'answer') => boolean): { queries: () => number } {
  let queries = 0;
  const transaction = async <T>(work: (tx: Tx) => Promise<T>, scope: Scope = 'caller'): Promise<T> => {
    let appends = false;
    const result = await real(async (tx) => {
      const done = await work({
        manager: tx.manager,
        query: (sql, parameters) => {
          appends ||= sql.includes('pg_advisory_xact_lock(');
          if (appends && fail(++queries)) throw new Error('injected');
          return tx.query(sql, parameters);
        },
      });
      if (appends && fail('commit')) throw new Error('injected');
      return done;
    }, scope);
    if (appends && fail('answer')) throw new Error('injected');
    return result;
  };
  Object.assign(hub.database, { transaction });
  return { queries: () => queries };
}

const TABLES = ['trust_entry', 'proposal', 'proposal_signature', 'epoch_package', 'certificate', 'outbox'] as const;
async function rows(): Promise<number[]> {
  return real(async (tx) => {
    const counts: number[] = [];
    for (const table of TABLES) counts.push(Number((await tx.query<{ count: string }>(`SELECT count(*) FROM ${table}`))[0]!.count));
    const [audit] = await tx.query<{ count: string }>("SELECT count(*) FROM audit_entry WHERE outcome = 'done'");
    return [...counts, Number(audit!.count)];
  }, 'system');
}

async function proposal() {
  const { statement, ...made } = await network.rotation(member, security[0]!);
  const id = crypto.randomUUID();
  return (): Promise<Proposal> => security[0]!.propose(statement, { ...made, id });
}

test('a fault at any query leaves nothing behind', async () => {
  // The first one fills the hub's caches, the second has as many queries as those after it.
  await (await proposal())();
  const counting = interfere(() => false);
  await (await proposal())();
  const queries = counting.queries();
  expect(queries).toBeGreaterThan(10);
  const propose = await proposal();
  const before = await rows();
  for (let nth = 1; nth <= queries; nth++) {
    interfere((at) => at === nth);
    await expect(propose()).rejects.toMatchObject({ code: 'internal' });
    expect(await rows()).toEqual(before);
  }
  interfere((at) => at === 'commit');
  await expect(propose()).rejects.toMatchObject({ code: 'internal' });
  expect(await rows()).toEqual(before);
  interfere(() => false);
  expect(await propose()).toMatchObject({ state: 'appended', index: before[0] });
}, 60_000);

test('an answer that was lost after the commit is given again, and nothing happens twice', async () => {
  const propose = await proposal();
  const before = await rows();
  interfere((at) => at === 'answer');
  await expect(propose()).rejects.toMatchObject({ code: 'internal' });
  interfere(() => false);
  const after = await rows();
  expect(after[0]).toBe(before[0]! + 1);
  expect(await propose()).toMatchObject({ state: 'appended', index: before[0] });
  expect(await rows()).toEqual(after);
}, 60_000);

test('afterwards the log replays, for the hub and for a client', async () => {
  const { state } = await network.context();
  expect(state.tree.range.size).toBe((await rows())[0]);
  const other = await hub.another();
  expect(await other.trust.standing(security[0]!.officer)).toMatchObject({ role: 'security', member });
});

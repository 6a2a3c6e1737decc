// Things done at the same time by people of one member: one wins, nobody is locked out, and nothing is sealed to who was removed. Orders are decided
// by seeds; each failure names its own.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import {
  careForMailbox, confirmEpoch, newThread, openEpoch, proposeRemoval, RewrapTask, rotateEpoch, sendMessage, signProposal, TrustFollower, WaitsForKeys,
} from '#client';
import { DEFAULT_LABELS, identityRoutes, parseTrustEntry, uuidV7, type Proposal } from '#protocol';
import { TrustAt } from '#trust';
import { makeSmallNetwork, type SmallNetwork } from '../support/enrolled-people.ts';
import { startHub, type Hub } from '../support/hub.ts';
import { admitOfficer, inviteOfficers, openAll, race, racer, seeded, type Outcome, type Racer } from '../support/race-world.ts';

const SEEDS = [11, 23, 37];
const OFFICERS_A_SEED = 3;

let hub: Hub;
let network: SmallNetwork;
let member: string;
let security: readonly [Racer, Racer, Racer];
let officer: Racer;
let writer: Racer;
let database: Client;
let tokens: string[];

beforeAll(async () => {
  hub = await startHub();
  network = await makeSmallNetwork(hub);
  database = new Client({ connectionString: hub.databaseUrl });
  await database.connect();
  const [own, other] = network.members as [SmallNetwork['members'][number], SmallNetwork['members'][number]];
  member = own.id;
  security = own.security.map((person) => racer(person, network.id, member)) as [Racer, Racer, Racer];
  tokens = await inviteOfficers(security[0], 1 + OFFICERS_A_SEED * SEEDS.length);
  officer = await newOfficer(security[0], security[1]);
  const theirs = other.security.map((person) => racer(person, network.id, other.id));
  writer = theirs[0]!;
  await settle(theirs, other.id);
  await settle([...security, officer]);
}, 300_000);
afterAll(async () => {
  await database?.end();
  await hub?.stop();
});

const newOfficer = (one: Racer, two: Racer) => admitOfficer(hub, network, member, tokens.pop()!, [one, two]);

/** The log as it is in the table now, not as the last checkpoint has it. */
async function at(who: Racer = security[0]): Promise<TrustAt> {
  const [row] = await rows<{ size: number }>('SELECT count(*)::int AS size FROM trust_entry');
  return new TrustAt(await who.work.trust.reach(row!.size));
}

/** What open portals do, until there is nothing left to do: everybody who reads holds the current epoch and opens it. */
async function settle(people: readonly Racer[], of = member): Promise<void> {
  for (let turn = 0; turn < 12; turn++) {
    for (const { work, officer: id } of people) await careForMailbox(work, of, id).catch(() => undefined);
    const view = await at(people[0]);
    const { standing, epoch } = view.currentEpoch(of);
    const readers = view.readersOf(of).map(({ id }) => id).toSorted();
    if (standing !== 'current' || view.pendingEpoch(of) !== null || view.holdersOf(epoch).filter((id) => readers.includes(id)).length < readers.length) continue;
    for (const { work, officer: id } of people) expect([id, await openEpoch(work, await work.trust.sync(), id, epoch)]).toEqual([id, true]);
    return;
  }
  throw new Error('the member’s mailbox did not come to rest: somebody is locked out');
}

const text = () => ({ kind: 'message', labels: DEFAULT_LABELS, language: 'en', content: { subject: null, text: 'In a race' }, attachments: [] }) as const;
/** As the portal does: what waits for keys is tried again. */
async function sendAndWait(from: Racer, tries = 60): Promise<void> {
  const [place, id] = [newThread(from.mail.me.member, [from === writer ? member : writer.mail.me.member]), uuidV7()];
  for (let n = 1; ; n++) {
    try {
      await sendMessage(from.mail, place, text(), id, 'wait');
      return;
    } catch (error) {
      if (!(error instanceof WaitsForKeys) || n === tries) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}

async function rows<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
  return (await database.query<Row>(sql, values)).rows;
}

/** Whoever replays the log from its beginning comes to the same, and each statement stands once. */
async function requireOneHistory(): Promise<void> {
  const known = await at();
  const fresh = new TrustAt(await new TrustFollower(security[0].work.hub, network.id).reach(known.size));
  expect(fresh.currentEpoch(member).epoch?.id).toBe(known.currentEpoch(member).epoch?.id);
  const entries = (await rows<{ entry: Uint8Array }>('SELECT entry FROM trust_entry ORDER BY index')).map(({ entry }) => parseTrustEntry(new Uint8Array(entry)).statement);
  const removals = entries.filter(({ kind, roster }) => kind === 'officer.remove' && roster === member).map(({ subject }) => subject);
  expect(new Set(removals).size).toBe(removals.length);
}

/** With all keys that the removed officer ever held: nothing that was accepted after the removal opens, and no package was made for them since. */
async function requireShutOut(gone: Racer): Promise<void> {
  const [removal] = await rows<{ time: string }>(
    `SELECT convert_from(e.entry, 'UTF8')::jsonb ->> 'time' AS time FROM audit_entry e WHERE e.action = 'statement.append'
     AND (convert_from(e.entry, 'UTF8')::jsonb -> 'details' ->> 'index')::int = $1`, [new TrustAt(security[0].work.trust.state).officer(gone.officer)!.officer.removedAt]);
  const stored = await rows<{ id: string; thread: string; accepted: string; body: Uint8Array; packet: Uint8Array }>(
    `SELECT m.id, m.thread, to_char(m.accepted AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS accepted, m.body, k.packet FROM message m JOIN key_packet k ON k.message = m.id WHERE k.member = $1`, [member]);
  const opened: string[] = [];
  const certificate = (await security[0].work.trust.certificates([gone.mail.me.certificate])).get(gone.mail.me.certificate)!;
  for (const { id, thread, accepted, body, packet } of stored) {
    // Every one is tried, those from before the removal too: some of them open, which shows that trying works.
    const tried = await gone.person.keyring.rewrap({ keyPackets: [new Uint8Array(packet)], body: new Uint8Array(body) }, certificate);
    if (tried !== null && accepted > removal!.time) opened.push(`${id} of ${thread}`);
  }
  expect(opened).toEqual([]);
  const after = (await at()).member(member)!;
  const later = [...after.epochs.values()].filter(({ rotatedAt, packages }) => packages.has(gone.officer) && rotatedAt > after.officers.get(gone.officer)!.removedAt!);
  expect(later).toEqual([]);
  await expect(gone.person.hub.call(identityRoutes.session)).rejects.toMatchObject({ code: 'not-signed-in' });
}

const results = (outcomes: readonly Outcome[], act: RegExp) => outcomes.filter((one) => act.test(one.act)).map(({ result }) => result);

describe.each(SEEDS)('seed %i', (seed) => {
  const chance = seeded(seed);

  test('two rotations at once, and a confirmation that meets them: one is current, everybody opens it', async () => {
    const [a, b, c] = security;
    const outcomes = await race(chance, {
      'rotate a': () => rotateEpoch(a.work, member),
      'rotate officer': () => rotateEpoch(officer.work, member),
      'confirm b': () => confirmEpoch(b.work, member, b.officer),
      'confirm c': () => confirmEpoch(c.work, member, c.officer),
      'send': () => sendAndWait(writer),
    });
    expect(results(outcomes, /rotate/)).toEqual(['done', 'done']);
    expect(results(outcomes, /send/)).toEqual(['done']);
    await settle([...security, officer]);
    await requireOneHistory();
  }, 120_000);

  test('two admins sign at once while mail is sent, keys are renewed and older mail is re-wrapped: the removed officer gets nothing more', async () => {
    const [a, b, c] = security;
    const gone = await newOfficer(a, b);
    await settle([...security, officer, gone]);
    await Promise.all([sendAndWait(writer), sendAndWait(writer)]);
    for (const one of [...security, officer, gone]) expect(await openAll(one)).toEqual([]);
    const proposal = (await proposeRemoval(a.work, member, gone.officer))!;
    const sign = (who: Racer) => signProposal(who.work, proposal).then((signed: Proposal) => (signed.state === 'appended' ? signed : null));
    const waits = new Set(['send 1', 'send 2']);
    const send = (name: string) => sendAndWait(writer).finally(() => waits.delete(name));
    // As open portals do: for as long as mail waits for the member's keys.
    const care = async (who: Racer) => {
      for (let turn = 0; turn < 6 || waits.size > 0; turn++) {
        await careForMailbox(who.work, member, who.officer).catch(() => undefined);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    const outcomes = await race(chance, {
      'sign b': () => sign(b),
      'sign c': () => sign(c),
      'rotate a': () => rotateEpoch(a.work, member),
      'care officer': () => care(officer),
      'care gone': () => careForMailbox(gone.work, member, gone.officer),
      'rewrap officer': () => new RewrapTask(officer.mail, false, async () => undefined).run(),
      'rewrap gone': () => new RewrapTask(gone.mail, false, async () => undefined).run(),
      'send 1': () => send('send 1'),
      'send 2': () => send('send 2'),
      'send gone': () => sendAndWait(gone),
      'care b': () => care(b),
    });
    // A rotation may have voided the proposal before it was complete; then it is made anew, as an administrator would.
    if (!(await at()).roleOf(gone.officer)) expect(results(outcomes, /sign/)).toContain('done');
    else {
      const again = await signProposal(b.work, (await proposeRemoval(a.work, member, gone.officer))!);
      expect(again.state).toBe('appended');
    }
    await settle([...security, officer]);
    await Promise.all([sendAndWait(writer), sendAndWait(officer)]);
    await new RewrapTask(officer.mail, false, async () => undefined).run();
    expect(results(outcomes, /^send [12]/)).toEqual(['done', 'done']);
    await requireOneHistory();
    await requireShutOut(gone);
  }, 240_000);

  test('an admission and a removal gathered at the same time: each is complete or void, never half', async () => {
    const [a, b, c] = security;
    const leaving = await newOfficer(a, b);
    let joining: Racer | null = null;
    await race(chance, {
      join: async () => {
        joining = await newOfficer(c, b);
      },
      leave: async () => signProposal(c.work, (await proposeRemoval(b.work, member, leaving.officer))!),
    }, 3000);
    const view = await at();
    const joined = joining as Racer | null;
    if (view.roleOf(leaving.officer) !== null) expect((await signProposal(c.work, (await proposeRemoval(b.work, member, leaving.officer))!)).state).toBe('appended');
    if (joined !== null) expect((await signProposal(c.work, (await proposeRemoval(b.work, member, joined.officer))!)).state).toBe('appended');
    const [waiting] = await rows<{ n: number }>("SELECT count(*)::int AS n FROM proposal WHERE member = $1 AND state = 'waiting' AND kind IN ('officer.admit', 'officer.remove')", [member]);
    expect(waiting!.n).toBe(0);
    await settle([...security, officer]);
    await requireOneHistory();
    await requireShutOut(leaving);
  }, 240_000);
});

// The audit feature over HTTP on a real database: what is recorded, who sees it, and that outsiders can prove it with the pure library.
import { createHash } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Client, Pool } from 'pg';
import { auditContextBytes, auditEntryBytes, fromHex, type AuditAction, type AuditDetails, type AuditItem, type AuditAnchor, type RouteAnswer, type auditRoutes } from '#protocol';
import { checkpointTime, leafHash, openCheckpoint, parseVkey, trustHeadOf, verifyConsistency, verifyInclusion, type Vkey } from '#transparency-log';
import { AuditModule, AuditViewerModule } from '../apps/api/src/audit/audit.module.ts';
import type { AuditReceipt, AuditRecord } from '../apps/api/src/audit/audit.port.ts';
import { openLogKeys } from '../apps/api/src/audit/log/log-keys.ts';
import { Sequencer } from '../apps/api/src/audit/log/sequencer.ts';
import { createHttpApp } from '../apps/api/src/create-app.ts';
import { PlatformModule } from '../apps/api/src/platform/platform.module.ts';
import { runInContext } from '../apps/api/src/platform/request-context.ts';
import { createDatabase, type TestDatabase } from './support/database.ts';
import { logWriter, type LogWriter } from './support/log-writer.ts';
import { CALLER_HEADER, PeopleModule, person, type Person } from './support/people.ts';
import { runFolder } from './support/run-folder.ts';
import { verifyLogs } from './support/verify-logs.ts';

const NORTH = '00000000-0000-4000-8000-00000000000a';
const SOUTH = '00000000-0000-4000-8000-00000000000b';
const people = {
  officer: person('officer', NORTH),
  colleague: person('officer', NORTH),
  security: person('security', NORTH),
  memberAuditor: person('member-auditor', NORTH),
  stranger: person('security', SOUTH),
  secretariat: person('secretariat', null),
  auditorOfNorth: person('auditor', null, [NORTH]),
  auditorOfNobody: person('auditor', null, []),
  auditorOfAll: person('auditor', null, null),
  pending: person('pending', null),
} as const;

@Module({})
class AuditOnly {}

let database: TestDatabase;
let writer: LogWriter;
let pool: Pool;
let sequencer: Sequencer;
let now = () => new Date();
let app: NestFastifyApplication;

beforeAll(async () => {
  database = await createDatabase();
  writer = logWriter(database.url);
  pool = new Pool({ connectionString: writer.config.database.sequencer, max: 2 });
  sequencer = new Sequencer(pool, await openLogKeys(await mkdtemp(join(runFolder(), 'keys-')), 'Test network'), () => now());
  app = await createHttpApp(writer.config, {
    module: AuditOnly,
    imports: [PlatformModule.forRoot(writer.config), AuditModule.forRoot('http'), AuditViewerModule, PeopleModule.of(Object.values(people))],
  });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});
afterAll(async () => {
  await app?.close();
  await pool.end();
  await writer.close();
  await database.drop();
});

async function call(method: 'GET' | 'POST', url: string, as: Person | null, body?: object): Promise<{ status: number; text: string }> {
  const answer = await app.inject({
    method, url, remoteAddress: '203.0.113.9', headers: { 'x-globe-client': 'test', ...(as ? { [CALLER_HEADER]: as.officer } : {}) }, ...(body ? { payload: body } : {}),
  });
  return { status: answer.statusCode, text: answer.body };
}
async function get<T>(url: string, as: Person | null = null): Promise<T> {
  const { status, text } = await call('GET', url, as);
  if (status !== 200) throw new Error(`${status} ${text}`);
  return JSON.parse(text) as T;
}
async function act<A extends AuditAction>(as: Person, record: AuditRecord<A>): Promise<AuditReceipt> {
  return runInContext({ correlation: crypto.randomUUID(), address: '198.51.100.7', principal: as }, () => writer.database.transaction((tx) => writer.acts.record(tx, record)));
}
const actOf = <A extends AuditAction>(action: A, details: AuditDetails<A>): AuditRecord<A> => ({ action, object: null, details });
async function vkeyOf(log: 'trust' | 'audit'): Promise<Vkey> {
  const verdict = parseVkey((await call('GET', `/log/${log}/vkey`, null)).text.trimEnd());
  if (!verdict.ok) throw new Error(verdict.reason);
  return verdict.value;
}
async function headOf(log: 'trust' | 'audit') {
  const note = (await call('GET', `/log/${log}/checkpoint`, null)).text;
  const opened = await openCheckpoint(note, await vkeyOf(log));
  if (!opened.ok) throw new Error(opened.reason);
  return { note, ...opened.value.checkpoint };
}

/** What row-level security alone lets through. */
async function visibleRows(as: Person, scope: string): Promise<{ id: string }[]> {
  const client = new Client({ connectionString: writer.config.database.app });
  await client.connect();
  await client.query('BEGIN');
  await client.query("SELECT set_config('globe.officer', $1, true), set_config('globe.member', $2, true), set_config('globe.role', $3, true), set_config('globe.audit_scope', $4, true)", [as.officer, as.member ?? '', as.role, scope]);
  const { rows } = await client.query<{ id: string }>('SELECT id FROM audit_entry');
  await client.end();
  return rows;
}
async function refusalsOf(officer: string | null) {
  const client = new Client({ connectionString: database.superuserUrl });
  await client.connect();
  const { rows } = await client.query<{ entry: string; context: string }>(
    "SELECT convert_from(entry, 'UTF8') AS entry, convert_from(context, 'UTF8') AS context FROM audit_entry WHERE action = 'request.refused' AND actor_officer IS NOT DISTINCT FROM $1 ORDER BY id",
    [officer],
  );
  await client.end();
  return rows.map((row) => ({ ...(JSON.parse(row.entry) as AuditItem['entry']), where: (JSON.parse(row.context) as AuditItem['context'])?.address }));
}

describe('before the sequencer has run', () => {
  test('there is no checkpoint yet, and the answer says so', async () => {
    expect(await call('GET', '/log/audit/checkpoint', null)).toMatchObject({ status: 503 });
    expect(await call('GET', '/log/trust/vkey', null)).toMatchObject({ status: 503 });
    expect(await call('GET', '/log/other/vkey', null)).toMatchObject({ status: 400 });
    await sequencer.begin();
    await sequencer.begin();
    expect(await headOf('trust')).toMatchObject({ origin: 'test-network/trust', size: 0, extensions: [] });
    expect((await headOf('audit')).extensions).toEqual(['trust 0 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=']);
  });
});

describe('checkpoints and proofs', () => {
  test('an outsider follows both logs with the pure library', async () => {
    const heads = [await headOf('audit')];
    for (const count of [1, 5, 250, 300, 3]) {
      await writer.recordMany(count);
      await writer.recordAppend(await writer.appendStatement());
      await sequencer.step();
      heads.push(await headOf('audit'));
    }
    const last = heads.at(-1)!;
    for (const head of heads) {
      const { proof } = await get<{ proof: string[] }>(`/log/audit/consistency?from=${head.size}&to=${last.size}`);
      expect(verifyConsistency(head, last, proof.map(fromHex))).toEqual({ ok: true, value: null });
    }
    for (const index of [0, 1, 255, 256, 300, last.size - 1]) {
      for (const tree of heads.filter(({ size }) => size > index)) {
        const { leaf, proof } = await get<{ leaf: string; proof: string[] }>(`/log/audit/inclusion?index=${index}&size=${tree.size}`);
        expect(verifyInclusion(index, fromHex(leaf), tree, proof.map(fromHex))).toEqual({ ok: true, value: null });
      }
    }
    const trust = await headOf('trust');
    expect(trustHeadOf(last)).toEqual({ ok: true, value: { size: trust.size, root: trust.root } });
    const { leaf, proof } = await get<{ leaf: string; proof: string[] }>('/log/trust/inclusion?index=2&size=5');
    expect(verifyInclusion(2, fromHex(leaf), trust, proof.map(fromHex)).ok).toBe(true);
    expect((await verifyLogs(database.superuserUrl)).pending).toBe(0);
  });

  test.each(['/log/audit/inclusion?index=5&size=5', '/log/audit/inclusion?index=0&size=1000000', '/log/audit/consistency?from=6&to=5', '/log/trust/consistency?from=0&to=1000000'])('%s: not there', async (url) => {
    expect(await call('GET', url, null)).toMatchObject({ status: 404 });
  });

  test.each(['/log/audit/inclusion?index=-1&size=5', '/log/audit/inclusion?index=1e30&size=5', '/log/audit/inclusion?index=0', "/log/audit/consistency?from=0&to=1'", '/log/audit/consistency?from=0&to=9007199254740992'])('%s: malformed', async (url) => {
    expect(await call('GET', url, null)).toMatchObject({ status: 400 });
  });

  test('stay fresh by the log’s own cosignature, in place of the last one', async () => {
    const { note } = await headOf('audit');
    const own = (await call('GET', '/log/audit/vkey', null)).text.trimEnd();
    const first = await checkpointTime(note, [], 0, own);
    now = () => new Date(Date.now() + 60_000);
    await sequencer.renew();
    now = () => new Date();
    const second = await checkpointTime((await headOf('audit')).note, [], 0, own);
    if (!first.ok || !second.ok) throw new Error('no time');
    expect(second.value.time - first.value.time).toBeGreaterThanOrEqual(59_000);
    expect(second.value.checkpoint).toEqual(first.value.checkpoint);
    expect((await headOf('audit')).note.trimEnd().split('\n')).toHaveLength(4 + 1 + 2);
  });

  test('an act after a removal is never shown under an older trust log', async () => {
    const running = { stop: false };
    const sequencing = (async () => {
      while (!running.stop) await sequencer.step();
    })();
    const positions = new Map<string, number>();
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        for (let i = 0; i < 25; i++) {
          const index = await writer.appendStatement();
          positions.set((await writer.recordAppend(index)).id, index);
        }
      }),
    );
    running.stop = true;
    await sequencing;
    await sequencer.step();
    const { audit, order } = await verifyLogs(database.superuserUrl);
    let checked = 0;
    for (const [leaf, id] of order.entries()) {
      const index = positions.get(id);
      if (index === undefined) continue;
      const trust = trustHeadOf(audit.checkpoints.find(({ size }) => size > leaf)!);
      expect(trust.ok && trust.value.size > index).toBe(true);
      checked++;
    }
    expect(checked).toBe(100);
  });
});

describe('an entry', () => {
  test('is proved by its receipt and its anchor alone', async () => {
    const receipt = await act(people.officer, { action: 'message.fetch', object: { kind: 'message', id: 'm' }, details: { thread: NORTH, epoch: SOUTH } });
    expect(receipt.entry).toMatchObject({ action: 'message.fetch', actor: { officer: people.officer.officer, member: NORTH }, outcome: 'done', reason: null });
    expect(receipt.context).toMatchObject({ session: people.officer.session, address: '198.51.100.7' });
    expect(createHash('sha256').update(auditContextBytes(receipt.context)).digest('hex')).toBe(receipt.entry.context);
    const anchorsAt = async (size: number) =>
      (JSON.parse((await call('POST', '/api/audit/anchors', people.stranger, { entries: [receipt.id, crypto.randomUUID()], size })).text) as { items: { entry: string; anchor: AuditAnchor | null }[] }).items;
    const before = await headOf('audit');
    expect(await anchorsAt(before.size)).toMatchObject([{ anchor: null }, { anchor: null }]);
    await sequencer.step();
    await writer.recordMany(7);
    await sequencer.step();
    const head = await headOf('audit');
    expect((await anchorsAt(before.size))[0]!.anchor).toBeNull();
    const [found, unknown] = await anchorsAt(head.size);
    const anchor = found!.anchor!;
    expect(unknown!.anchor).toBeNull();
    const first = await openCheckpoint(anchor.checkpoint, await vkeyOf('audit'));
    if (!first.ok) throw new Error(first.reason);
    const leaf = leafHash(createHash('sha256').update(auditEntryBytes(receipt.entry)).digest());
    expect(first.value.checkpoint.size).toBe(before.size + 1);
    expect(verifyInclusion(anchor.index, leaf, first.value.checkpoint, anchor.inclusion.map(fromHex)).ok).toBe(true);
    expect(verifyConsistency(first.value.checkpoint, head, anchor.consistency.map(fromHex)).ok).toBe(true);
    const other = leafHash(createHash('sha256').update(auditEntryBytes({ ...receipt.entry, outcome: 'refused' })).digest());
    expect(verifyInclusion(anchor.index, other, first.value.checkpoint, anchor.inclusion.map(fromHex)).ok).toBe(false);
    expect((await writer.acts.entries([receipt.id])).get(receipt.id)).toEqual(receipt.entry);
  });

  test('rolls back with what it records, and refuses details that do not fit', async () => {
    await sequencer.step();
    const before = (await verifyLogs(database.superuserUrl)).order.length;
    await expect(
      writer.database.transaction(async (tx) => {
        await writer.acts.record(tx, actOf('officers.view', {}));
        throw new Error('the act failed');
      }, 'system'),
    ).rejects.toThrow('the act failed');
    await expect(act(people.officer, actOf('package.read', { epoch: 'no id' }))).rejects.toThrow();
    await expect(act(people.officer, { action: 'officers.view', object: null, details: JSON.parse('{"more":1}') })).rejects.toThrow();
    await sequencer.step();
    expect((await verifyLogs(database.superuserUrl)).order).toHaveLength(before);
  });
});

describe('the viewer', () => {
  const ids: Record<string, string> = {};
  type Page = RouteAnswer<typeof auditRoutes.auditEntries>;
  const view = (as: Person, query = '') => get<Page>(`/api/audit/entries?limit=200${query}`, as);
  const contextOf = async (as: Person, name: string) => (await view(as)).items.find(({ id }) => id === ids[name])?.context;
  const rows = async (as: Person, scope: string) => named((await visibleRows(as, scope)).map(({ id }) => id));
  const named = (found: readonly string[]) => Object.entries(ids).filter(([, id]) => found.includes(id)).map(([name]) => name).toSorted();
  const seen = (page: Page) => named(page.items.map(({ id }) => id));

  beforeAll(async () => {
    for (const [name, who, record] of [
      ['officer', people.officer, actOf('package.read', { epoch: NORTH })],
      ['colleague', people.colleague, { action: 'message.fetch', object: { kind: 'message', id: 'seen' }, details: { thread: NORTH, epoch: NORTH } }],
      ['stranger', people.stranger, actOf('package.read', { epoch: SOUTH })],
      ['proposal', people.stranger, actOf('statement.propose', { proposal: NORTH, kind: 'officer.admit' })],
      ['directory', people.stranger, actOf('directory.change', { version: 2, origin: 'proposal', approvals: 1, removed: false })],
      ['refusal', people.officer, { ...actOf('officers.view', {}), refused: 'not-allowed' }],
    ] as [string, Person, AuditRecord<AuditAction>][]) ids[name] = (await act(who, record)).id;
    await sequencer.step();
  });

  test.each([
    ['officer', ['officer', 'refusal']],
    ['colleague', ['colleague']],
    ['security', ['colleague', 'officer', 'refusal']],
    ['memberAuditor', ['colleague', 'officer', 'refusal']],
    ['stranger', ['directory', 'proposal', 'stranger']],
    ['secretariat', ['directory', 'proposal']],
    ['auditorOfNorth', ['colleague', 'officer', 'refusal']],
    ['auditorOfNobody', []],
    ['auditorOfAll', ['colleague', 'directory', 'officer', 'proposal', 'refusal', 'stranger']],
    ['pending', []],
  ] as const)('%s sees %j', async (name, expected) => {
    expect(seen(await view(people[name]))).toEqual(expected);
  });

  test('shows session and address only to those they concern', async () => {
    expect(await contextOf(people.officer, 'officer')).toMatchObject({ session: people.officer.session });
    expect(await contextOf(people.security, 'officer')).toMatchObject({ session: people.officer.session });
    expect(await contextOf(people.auditorOfNorth, 'officer')).toMatchObject({ session: people.officer.session });
    expect(await contextOf(people.secretariat, 'proposal')).toBeNull();
  });

  test('filters by actor, action, object, outcome and time', async () => {
    const all = people.auditorOfAll;
    expect(seen(await view(all, `&officer=${people.colleague.officer}`))).toEqual(['colleague']);
    expect(seen(await view(all, `&member=${NORTH}`))).toEqual(['colleague', 'officer', 'refusal']);
    expect(seen(await view(all, '&action=package.read'))).toEqual(['officer', 'stranger']);
    expect(seen(await view(all, '&objectKind=message&object=seen'))).toEqual(['colleague']);
    expect(seen(await view(all, '&outcome=refused'))).toEqual(['refusal']);
    const { entry } = (await view(all)).items.find(({ id }) => id === ids['proposal'])!;
    expect(seen(await view(all, `&until=${entry.time}`))).not.toContain('proposal');
    expect(seen(await view(all, `&from=${entry.time}`))).toContain('proposal');
    expect(await call('GET', '/api/audit/entries?action=invented', all)).toMatchObject({ status: 400 });
    expect(await call('GET', '/api/audit/entries?surprise=1', all)).toMatchObject({ status: 400 });
  });

  test('pages without gaps or repetition while entries keep coming', async () => {
    const collected: AuditItem[] = [];
    let cursor: string | null = null;
    const everything = await view(people.security, `&until=${new Date(Date.now() + 1000).toISOString()}`);
    do {
      const page: Page = await get<Page>(`/api/audit/entries?limit=2${cursor ? `&cursor=${cursor}` : ''}`, people.security);
      collected.push(...page.items);
      cursor = page.next;
    } while (cursor);
    const later = collected.filter(({ id }) => id > everything.items[0]!.id);
    expect(collected.map(({ id }) => id)).toEqual([...later, ...everything.items].map(({ id }) => id));
    expect(new Set(collected.map(({ id }) => id)).size).toBe(collected.length);
  });

  test('records every look', async () => {
    const looker = people.auditorOfNobody;
    await view(looker, '&outcome=refused');
    const { items } = await view(looker);
    expect(items[0]!.entry).toMatchObject({ action: 'audit.view', actor: { officer: looker.officer }, details: { filter: '{"outcome":"refused"}', rows: 0 } });
  });

  test('needs a session', async () => {
    expect(await call('GET', '/api/audit/entries', null)).toMatchObject({ status: 401 });
    expect(await call('POST', '/api/audit/anchors', null, { entries: [NORTH], size: 0 })).toMatchObject({ status: 401 });
  });

  test('row-level security says the same without the query’s own condition', async () => {
    expect(await rows(people.officer, '')).toEqual(['officer', 'refusal']);
    expect(await rows(people.security, 'all')).toEqual(['colleague', 'officer', 'refusal']);
    expect(await rows(people.secretariat, 'all')).toEqual(['directory', 'proposal']);
    expect(await rows(people.auditorOfNorth, NORTH)).toEqual(['colleague', 'officer', 'refusal']);
    expect(await rows(people.auditorOfNobody, '')).toEqual([]);
    expect(await rows(people.auditorOfAll, 'all')).toHaveLength(6);
    expect(await rows(people.pending, 'all')).toEqual([]);
  });
});

describe('refusals', () => {
  test('of known callers are recorded one by one', async () => {
    await call('GET', '/api/audit/entries?limit=0', people.colleague);
    expect(await refusalsOf(people.colleague.officer)).toMatchObject([{ outcome: 'refused', reason: 'bad-request', details: { route: 'GET /api/audit/entries', times: 1 }, where: '203.0.113.9' }]);
  });

  test('of unknown callers are counted per address block, and written at the latest when the process ends', async () => {
    for (let i = 0; i < 3; i++) await call('GET', '/api/audit/entries', null);
    await call('POST', '/api/audit/anchors', null, { entries: [NORTH], size: 0 });
    await app.close();
    const recorded = await refusalsOf(null);
    const mine = recorded.filter(({ reason }) => reason === 'not-signed-in');
    const total = (route: string) => mine.filter(({ details }) => details['route'] === route).reduce((sum, { details }) => sum + Number(details['times']), 0);
    expect(total('GET /api/audit/entries')).toBe(4);
    expect(total('POST /api/audit/anchors')).toBe(2);
    expect(new Set(recorded.map(({ where }) => where))).toEqual(new Set(['203.0.113.0/24']));
    expect(recorded.some(({ reason }) => reason === 'unavailable')).toBe(false);
  });
});

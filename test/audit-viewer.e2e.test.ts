// Who sees which recorded acts, in the viewer and by row-level security alone; looking and refusals are recorded too.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import type { AuditAction, AuditItem, auditRoutes, RouteAnswer } from '#protocol';
import type { AuditRecord } from '../apps/api/src/audit/audit.port.ts';
import { actOf, NORTH, openAuditHub, people, SOUTH, type AuditHub } from './support/audit-hub.ts';
import type { Person } from './support/people.ts';

let hub: AuditHub;
beforeAll(async () => {
  hub = await openAuditHub();
  await hub.sequencer.begin();
});
afterAll(() => hub?.close());

/** What row-level security alone lets through. */
async function visibleRows(as: Person, scope: string): Promise<{ id: string }[]> {
  const client = new Client({ connectionString: hub.writer.config.database.app });
  await client.connect();
  await client.query('BEGIN');
  await client.query("SELECT set_config('globe.officer', $1, true), set_config('globe.member', $2, true), set_config('globe.role', $3, true), set_config('globe.audit_scope', $4, true)", [as.officer, as.member ?? '', as.role, scope]);
  const { rows } = await client.query<{ id: string }>('SELECT id FROM audit_entry');
  await client.end();
  return rows;
}
async function refusalsOf(officer: string | null) {
  const client = new Client({ connectionString: hub.database.superuserUrl });
  await client.connect();
  const { rows } = await client.query<{ entry: string; context: string }>(
    "SELECT convert_from(entry, 'UTF8') AS entry, convert_from(context, 'UTF8') AS context FROM audit_entry WHERE action = 'request.refused' AND actor_officer IS NOT DISTINCT FROM $1 ORDER BY id",
    [officer],
  );
  await client.end();
  return rows.map((row) => ({ ...(JSON.parse(row.entry) as AuditItem['entry']), where: (JSON.parse(row.context) as AuditItem['context'])?.address }));
}

describe('the viewer', () => {
  const ids: Record<string, string> = {};
  type Page = RouteAnswer<typeof auditRoutes.auditEntries>;
  const view = (as: Person, query = '') => hub.get<Page>(`/api/audit/entries?limit=200${query}`, as);
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
    ] as [string, Person, AuditRecord<AuditAction>][]) ids[name] = (await hub.act(who, record)).id;
    await hub.sequencer.step();
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
    expect(await hub.call('GET', '/api/audit/entries?action=invented', all)).toMatchObject({ status: 400 });
    expect(await hub.call('GET', '/api/audit/entries?surprise=1', all)).toMatchObject({ status: 400 });
  });

  test('pages without gaps or repetition while entries keep coming', async () => {
    const collected: AuditItem[] = [];
    let cursor: string | null = null;
    const everything = await view(people.security, `&until=${new Date(Date.now() + 1000).toISOString()}`);
    do {
      const page: Page = await hub.get<Page>(`/api/audit/entries?limit=2${cursor ? `&cursor=${cursor}` : ''}`, people.security);
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
    expect(await hub.call('GET', '/api/audit/entries', null)).toMatchObject({ status: 401 });
    expect(await hub.call('POST', '/api/audit/anchors', null, { entries: [NORTH], size: 0 })).toMatchObject({ status: 401 });
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
    await hub.call('GET', '/api/audit/entries?limit=0', people.colleague);
    expect(await refusalsOf(people.colleague.officer)).toMatchObject([{ outcome: 'refused', reason: 'bad-request', details: { route: 'GET /api/audit/entries', times: 1 }, where: '203.0.113.9' }]);
  });

  test('of unknown callers are counted per address block, and written at the latest when the process ends', async () => {
    for (let i = 0; i < 3; i++) await hub.call('GET', '/api/audit/entries', null);
    await hub.call('POST', '/api/audit/anchors', null, { entries: [NORTH], size: 0 });
    await hub.app.close();
    const recorded = await refusalsOf(null);
    const mine = recorded.filter(({ reason }) => reason === 'not-signed-in');
    const total = (route: string) => mine.filter(({ details }) => details['route'] === route).reduce((sum, { details }) => sum + Number(details['times']), 0);
    expect(total('GET /api/audit/entries')).toBe(4);
    expect(total('POST /api/audit/anchors')).toBe(2);
    expect(new Set(recorded.map(({ where }) => where))).toEqual(new Set(['203.0.113.0/24']));
    expect(recorded.some(({ reason }) => reason === 'unavailable')).toBe(false);
  });
});

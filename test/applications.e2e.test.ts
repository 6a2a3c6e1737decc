// From application to admission: the applicant by a link, the secretariat by its queue, the hub with nothing but ciphertext between them.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client as PostgresClient } from 'pg';
import { careForLetters, openApplication, openForm, openNote, openScan, proposeMember, sealNote, sealReply, signProposal, storeScan, withdrawApplication } from '#client';
import { applicationRoutes as routes, DEFAULT_CHECKLIST, directoryRoutes, fromBase64Url, identityRoutes, toBase64Url, utf8, uuidV7, type AuthoritySummary, type CheckMeans, type OfficerKey } from '#protocol';
import { roleUrl } from '../apps/api/src/platform/config.ts';
import { Applicant, draftFor, PRIVATE, SCAN } from './support/applicant.ts';
import { enrolPerson, queryAll, type EnrolledPerson } from './support/enrolled-people.ts';
import { refusal } from './support/hostile.ts';
import { signInAs, startNetworkHub, type NetworkHub, type SignedInOfficer } from './support/network.ts';

let hub: NetworkHub;
let [one, two]: SignedInOfficer[] = [];
let free: AuthoritySummary[];

beforeAll(async () => {
  hub = await startNetworkHub({ environment: { TRUSTED_PROXIES: '1' } });
  [one, two] = await Promise.all([signInAs(hub, 'secretariat-1'), signInAs(hub, 'secretariat-2')]);
  free = (await one.hub.call(directoryRoutes.listAuthorities, { query: { member: 'false', limit: 100 } })).items;
}, 240_000);
afterAll(() => hub?.stop(), 60_000);

let addresses = 0;
/** From an address block that nobody used. */
const applicant = () => new Applicant(hub.url, `192.0.2.${++addresses}`);

async function submitted() {
  const applying = applicant();
  const authority = free.shift()!;
  const opened = await applying.submit(await applying.prepare(authority.state, authority.id, authority.name));
  return { applying, authority, opened, params: { application: applying.id } };
}
const show = (officer: SignedInOfficer, application: string) => officer.hub.call(routes.application, { params: { application } });
const check = (officer: SignedInOfficer, application: string, step: string, { means = 'known-telephone' as CheckMeans, certificates = [] as string[], id = crypto.randomUUID() as string } = {}) =>
  officer.hub.call(routes.checkStep, { params: { application }, body: { id, step, means, note: null, certificates } });
const acts = async (application: string) => (await queryAll(hub, "SELECT action FROM audit_entry WHERE object_kind = 'application' AND object_id = $1 ORDER BY id", [application])).map(({ action }) => action);

/** What an admission names of founders who enrolled. */
const keys = async (people: readonly EnrolledPerson[]): Promise<OfficerKey[]> => {
  const { items } = await one!.hub.call(identityRoutes.enrolled);
  return people.map(({ session }) => {
    const { officer, certificate, cardHash } = items.find((item) => item.officer === session.officer)!;
    return { officer, certificate, card: cardHash };
  });
};

describe('an applicant', () => {
  test('keeps a draft that only the link opens, finds it again, and loses nothing to another window', async () => {
    const applying = applicant();
    const draft = draftFor('KE', null, 'Marsh Authority', null);
    const first = await applying.save(0, draft);
    expect(first).toMatchObject({ view: { state: 'draft', version: 1, submission: 0, head: null }, draft });
    const again = await openApplication(applying.hub, applying.secrets);
    expect(again.draft).toEqual(draft);
    await applying.save(1, { ...draft, description: 'from the other window' });
    expect(await refusal(applying.save(1, { ...draft, description: 'late' }))).toMatchObject({ code: 'conflict' });
    expect((await openApplication(applying.hub, applying.secrets)).draft?.description).toBe('from the other window');
    // Neither the words nor the link's end are there; the secretariat does not see that there is a draft.
    const [row] = await queryAll(hub, `SELECT encode(access_hash, 'hex') AS hash, (SELECT encode(sealed, 'escape') FROM application_draft d WHERE d.application = a.id) AS sealed FROM application a WHERE id = $1`, [applying.id]);
    expect(JSON.stringify(row)).not.toMatch(/Marsh|Heron/);
    expect(await refusal(show(one!, applying.id))).toMatchObject({ code: 'not-found' });
    expect((await one!.hub.call(routes.applications, { query: { state: 'all' } })).items.map(({ id }) => id)).not.toContain(applying.id);
    await withdrawApplication(applying.hub, applying.secrets, applying.id);
    expect(await refusal(openApplication(applying.hub, applying.secrets))).toMatchObject({ code: 'not-found' });
  });

  test('seals to the secretariat that the founding statement leads to', async () => {
    const { network, certificates, threshold } = await applicant().secretariat();
    expect({ network, officers: certificates.length, threshold }).toEqual({ network: hub.network, officers: 3, threshold: 2 });
    // The whole log stays for those who are signed in: only the secretariat's own statements are given out.
    const { entries } = await applicant().hub.call(routes.secretariatKeys);
    const kinds = entries.map((entry) => (JSON.parse(Buffer.from(fromBase64Url(entry)).toString()) as { statement: { kind: string } }).statement.kind);
    expect(new Set(kinds)).toEqual(new Set(['network.genesis', 'auditor.grant']));
  });

  test('with another link, or none, opens nothing; what is no ciphertext is not stored', async () => {
    const [mine, theirs] = [applicant(), applicant()];
    await mine.save(0, draftFor('KE', null, 'Mine', null));
    expect(await refusal(openApplication(theirs.hub, theirs.secrets))).toMatchObject({ code: 'not-found' });
    expect(await refusal(theirs.hub.call(routes.saveDraft, { params: { application: mine.id }, body: { access: theirs.secrets.access, draft: toBase64Url(new Uint8Array(40)), version: 0 } }))).toMatchObject({ code: 'id-reused' });
    const stolen = { access: mine.secrets.access, sealed: toBase64Url(utf8('%PDF-1.7 a scan that nobody sealed, in clear, long enough to pass for one')) };
    expect(await refusal(mine.hub.call(routes.storeScan, { params: { application: mine.id }, body: stolen }))).toMatchObject({ code: 'message-refused' });
    // The largest that is offered goes through.
    const largest = new Uint8Array(8 * 1024 * 1024);
    largest.set(utf8('%PDF-1.7'));
    expect(await storeScan(mine.hub, mine.secrets, mine.id, { name: 'large.pdf', plain: largest })).toMatchObject({ size: largest.length });
    await expect(storeScan(mine.hub, mine.secrets, mine.id, { name: 'a.exe', plain: utf8('MZ this is a program') })).rejects.toMatchObject({ code: 'unsupported-media-type' });
    await expect(storeScan(mine.hub, mine.secrets, mine.id, { name: 'a.pdf', plain: new Uint8Array(8 * 1024 * 1024 + 1) })).rejects.toMatchObject({ code: 'too-large' });
  });

  test('submits once, however often the button is pressed or the answer lost', async () => {
    const { applying, authority, opened } = await submitted();
    expect(opened.view).toMatchObject({ state: 'received', submission: 1, head: { authority: authority.id, email: 'applicant@demonstration.example', language: 'fr' } });
    const twice = await Promise.all([applying.submit(applying.prepared!), applying.submit(applying.prepared!)]);
    for (const { view } of twice) expect(view).toEqual(opened.view);
    expect(await refusal(applying.submit({ ...applying.prepared!, letter: { ...applying.prepared!.letter, id: uuidV7() } }))).toMatchObject({ code: 'gone' });
    expect((await acts(applying.id)).filter((action) => action === 'application.submit')).toHaveLength(1);
  });

  test('cannot submit what an officer of the secretariat could not open, what somebody else could, or for a member', async () => {
    const applying = applicant();
    const authority = free[0]!;
    const prepared = await applying.prepare(authority.state, authority.id, authority.name);
    const { letter } = prepared;
    const without = { ...prepared, letter: { ...letter, keys: letter.keys.slice(1) } };
    const stranger = { ...prepared, letter: { ...letter, keys: [...letter.keys.slice(1), { ...letter.keys[0]!, certificate: 'a'.repeat(64) }] } };
    const swapped = { ...prepared, letter: { ...letter, keys: letter.keys.map(({ packet }, i) => ({ certificate: letter.keys[(i + 1) % 3]!.certificate, packet })) } };
    for (const wrong of [without, stranger, swapped]) expect(await refusal(applying.submit(wrong))).toMatchObject({ code: 'recipients-refused' });
    expect(await refusal(applying.submit({ ...prepared, letter: { ...letter, body: toBase64Url(utf8(PRIVATE.basis.repeat(9))) } }))).toMatchObject({ code: 'message-refused' });
    expect(await refusal(applying.submit({ ...prepared, scan: 'b'.repeat(64) }))).toMatchObject({ code: 'bad-request' });
    const member = (await one!.hub.call(directoryRoutes.listAuthorities, { query: { member: 'true' } })).items[0]!;
    expect(await refusal(applying.submit({ ...prepared, head: { ...prepared.head, state: member.state, authority: member.id } }))).toMatchObject({ code: 'already-done' });
    expect(await refusal(applying.submit({ ...prepared, head: { ...prepared.head, state: member.state } }))).toMatchObject({ code: 'bad-request' });
    expect((await openApplication(applying.hub, applying.secrets)).view.state).toBe('draft');
  });

  test('of one address block begins ten applications, and then waits', async () => {
    const address = '198.51.100.7';
    for (let n = 0; n < 10; n++) await new Applicant(hub.url, address).save(0, draftFor('KE', null, 'Many', null));
    const refused = await refusal(new Applicant(hub.url, address).save(0, draftFor('KE', null, 'One more', null)));
    expect(refused).toMatchObject({ code: 'too-many-requests' });
    expect(refused.details.retryAfter).toBeGreaterThan(60);
    await applicant().save(0, draftFor('KE', null, 'Elsewhere', null));
  });
});

describe('the secretariat', () => {
  test('reads the form and the scan; the hub’s database, files and logs have none of it', async () => {
    const { applying, params } = await submitted();
    for (const officer of [one!, two!]) {
      const detail = await show(officer, applying.id);
      const form = await openForm(officer, hub.network, detail);
      expect(form).toMatchObject({ focalPoints: [{ name: PRIVATE.name, telephone: PRIVATE.telephone }], legalBasis: PRIVATE.basis });
      expect(await openScan(officer, applying.id, form!.instrument.scan)).toEqual(SCAN);
    }
    const tables = ['application', 'application_draft', 'application_scan', 'letter', 'letter_key', 'application_event', 'application_check', 'audit_entry', 'outbox', 'notice'];
    for (const table of tables) {
      const rows = JSON.stringify((await queryAll(hub, `SELECT to_jsonb(t) AS row FROM ${table} t`)).map(({ row }) => row));
      for (const secret of Object.values(PRIVATE)) for (const form of [secret, Buffer.from(secret).toString('hex'), Buffer.from(secret).toString('base64').slice(2, 14)]) expect(rows).not.toContain(form);
    }
    expect(`${await hub.log('api')}${await hub.log('worker')}`).not.toContain(PRIVATE.name);
    // Found it would be, if it were there: the head is in clear.
    expect(JSON.stringify(await queryAll(hub, 'SELECT to_jsonb(t) AS row FROM application t'))).toContain('applicant@demonstration.example');
    expect(await acts(applying.id)).toEqual(expect.arrayContaining(['application.submit', 'application.view', 'application.view-scan']));
    for (const part of ['br-security-1', 'auditor-1']) {
      const other = await signInAs(hub, part);
      expect(await refusal(other.hub.call(routes.application, { params }))).toMatchObject({ code: 'not-allowed' });
      expect(await refusal(other.hub.call(routes.applications))).toMatchObject({ code: 'not-allowed' });
    }
  }, 120_000);

  test('is alone with its rows in the database too', async () => {
    await submitted();
    const app = new PostgresClient({ connectionString: roleUrl(hub.databaseUrl, 'globe_app') });
    await app.connect();
    const seen = async (role: string) => {
      await app.query('BEGIN');
      await app.query(`SELECT set_config('globe.role', $1, true), set_config('globe.officer', $2, true)`, [role, one!.session.officer]);
      const counts: number[] = [];
      for (const table of ['application', 'application_draft', 'application_scan', 'letter', 'letter_key', 'application_event', 'checklist']) counts.push(Number((await app.query(`SELECT count(*) FROM ${table}`)).rows[0].count));
      await app.query('ROLLBACK');
      return counts;
    };
    for (const role of ['anonymous', 'pending', 'security', 'officer', 'reader', 'member-auditor', 'auditor']) expect(await seen(role)).toEqual([0, 0, 0, 0, 0, 0, 0]);
    const [applications, drafts, scans] = await seen('secretariat');
    expect([applications! > 0, drafts, scans! > 0]).toEqual([true, 0, true]);
    await app.end();
  });

  test('returns with a reason that only the applicant reads; what was checked before counts no more', async () => {
    const { applying, authority, params } = await submitted();
    await check(one!, applying.id, 'article-36', { means: 'public-record' });
    const before = await show(one!, applying.id);
    expect(before).toMatchObject({ state: 'checking', missing: ['state-confirmation', 'instrument', 'founders-identity'] });
    const note = await sealReply(before, (await openForm(one!, hub.network, before))!, 'Page two is missing, heron.');
    const returned = await one!.hub.call(routes.decideApplication, { params, body: { decision: 'returned', reason: 'incomplete', note } });
    expect(returned.state).toBe('returned');
    const seen = await openApplication(applying.hub, applying.secrets);
    expect(seen.view.history.map(({ state, reason }) => [state, reason])).toEqual([['received', null], ['checking', null], ['returned', 'incomplete']]);
    expect(seen.notes.at(-1)).toBe('Page two is missing, heron.');
    expect(JSON.stringify(await queryAll(hub, 'SELECT to_jsonb(t) AS row FROM application_event t'))).not.toContain('Page two');
    expect(seen.draft?.legalBasis).toBe(PRIVATE.basis);
    expect(await refusal(check(two!, applying.id, 'instrument'))).toMatchObject({ code: 'gone' });

    await applying.submit(await applying.prepare(authority.state, authority.id, authority.name, seen.view.version));
    const after = await show(two!, applying.id);
    expect(after).toMatchObject({ state: 'received', submission: 2, missing: DEFAULT_CHECKLIST.steps.map(({ id }) => id), checks: [{ step: 'article-36', earlier: true }] });
    expect(await openForm(two!, hub.network, after)).not.toBeNull();
  });

  test('notes in a check are sealed to the secretariat; one officer is one person; only one’s own is taken back', async () => {
    const { applying, params } = await submitted();
    const note = await sealNote(one!, hub.network, applying.id, 'Spoke to the heron at the mission.');
    const id = crypto.randomUUID();
    const body = { id, step: 'instrument', means: 'mission' as const, note, certificates: [] };
    for (let times = 0; times < 2; times++) await one!.hub.call(routes.checkStep, { params, body });
    const detail = await show(two!, applying.id);
    expect(detail.checks).toMatchObject([{ step: 'instrument', officer: one!.session.officer, means: 'mission' }]);
    expect(await openNote(two!, hub.network, applying.id, detail.checks[0]!.note!)).toBe('Spoke to the heron at the mission.');
    expect(await refusal(check(one!, applying.id, 'instrument'))).toMatchObject({ code: 'already-done' });
    expect(await refusal(check(one!, applying.id, 'no-such-step'))).toMatchObject({ code: 'bad-request' });
    expect(await refusal(check(two!, applying.id, 'instrument', { id }))).toMatchObject({ code: 'id-reused' });
    expect(await refusal(two!.hub.call(routes.uncheckStep, { params: { ...params, check: id } }))).toMatchObject({ code: 'not-found' });
    expect((await one!.hub.call(routes.uncheckStep, { params: { ...params, check: id } })).checks).toEqual([]);
  });

  test('a colleague who could not open it gets it from a colleague’s client', async () => {
    const { applying } = await submitted();
    const third = await signInAs(hub, 'secretariat-3');
    const mine = third.session.certificate;
    await queryAll(hub, `DELETE FROM letter_key WHERE certificate = decode($1, 'hex')`, [mine]);
    expect(await openForm(third, hub.network, await show(third, applying.id))).toBeNull();
    expect(await careForLetters(one!, one!.session.certificate)).toBeGreaterThan(0);
    expect(await openForm(third, hub.network, await show(third, applying.id))).toMatchObject({ legalBasis: PRIVATE.basis });
    expect(await careForLetters(one!, one!.session.certificate)).toBe(0);
    const [letter] = (await one!.hub.call(routes.lettersLacking, { body: { certificate: mine } })).letters;
    expect(letter).toBeUndefined();
    for (const certificate of [hub.account('br-officer-1').officer.replaceAll('-', '').padEnd(64, '0')]) {
      expect(await refusal(one!.hub.call(routes.lettersLacking, { body: { certificate } }))).toMatchObject({ code: 'recipients-refused' });
    }
  }, 60_000);

  test('edits the checklist: applications keep the one they were filed under', async () => {
    const before = await submitted();
    const kenya = { steps: [...DEFAULT_CHECKLIST.steps, { id: 'visit', kind: 'other' as const, words: 'Visit of the premises', persons: 2 }], instruments: ['decree' as const] };
    const { state } = free[0]!;
    await one!.hub.call(routes.editChecklist, { body: { state, version: 0, checklist: kenya } });
    expect(await refusal(two!.hub.call(routes.editChecklist, { body: { state, version: 0, checklist: kenya } }))).toMatchObject({ code: 'conflict' });
    expect(await refusal(one!.hub.call(routes.editChecklist, { body: { state, version: 1, checklist: { ...kenya, steps: kenya.steps.filter(({ kind }) => kind !== 'founders-identity') } } }))).toMatchObject({ code: 'bad-request' });
    expect((await applicant().hub.call(routes.requirements, { query: { state } })).instruments).toEqual(['decree']);
    expect((await show(one!, before.applying.id)).steps).toEqual(DEFAULT_CHECKLIST.steps);
    const after = await submitted();
    expect((await show(one!, after.applying.id)).steps).toEqual(kenya.steps);
    await one!.hub.call(routes.editChecklist, { body: { state, version: 1, checklist: null } });
    expect((await one!.hub.call(routes.checklists)).items).toMatchObject([{ state: null, version: 0 }]);
  });
});

describe('an admission', () => {
  test('needs the whole checklist by the right people, for exactly these founders, and then closes the application', async () => {
    const { applying, authority } = await submitted();
    const id = applying.id;
    const founders: EnrolledPerson[] = [];
    for (let n = 0; n < 3; n++) {
      const { token } = await one!.hub.call(identityRoutes.invite, { body: { purpose: 'founder', authority: authority.id, note: 'Founder', email: null } });
      founders.push(await enrolPerson(hub.url, token));
    }
    const [first, second, third] = await keys(founders);
    const propose = () => proposeMember(one!, authority.id, [first!, second!]);
    expect(await refusal(propose())).toMatchObject({ code: 'checklist-incomplete' });
    for (const step of ['article-36', 'state-confirmation', 'instrument']) await check(one!, id, step);
    expect(await refusal(check(one!, id, 'founders-identity'))).toMatchObject({ code: 'bad-request' });
    expect(await refusal(check(one!, id, 'founders-identity', { certificates: [one!.session.certificate] }))).toMatchObject({ code: 'bad-request' });
    await check(one!, id, 'founders-identity', { certificates: [first!.certificate, second!.certificate] });
    expect(await refusal(propose())).toMatchObject({ code: 'checklist-incomplete' });
    await check(two!, id, 'founders-identity', { certificates: [first!.certificate, second!.certificate] });
    expect(await show(one!, id)).toMatchObject({ missing: [], proved: expect.arrayContaining([first!.certificate, second!.certificate]) });
    expect(await refusal(proposeMember(one!, authority.id, [first!, third!]))).toMatchObject({ code: 'checklist-incomplete' });

    let proposal = (await propose())!;
    expect(proposal.state).toBe('waiting');
    expect((await show(two!, id)).proposal).toBe(proposal.id);
    // A check that is taken back while signatures are gathered stops it; nothing is lost.
    const mine = (await show(two!, id)).checks.find(({ officer }) => officer === two!.session.officer)!;
    await two!.hub.call(routes.uncheckStep, { params: { application: id, check: mine.id } });
    expect(await refusal(signProposal(two!, proposal))).toMatchObject({ code: 'checklist-incomplete' });
    await check(two!, id, 'founders-identity', { certificates: [first!.certificate, second!.certificate] });
    proposal = await signProposal(two!, proposal);
    for (const founder of founders.slice(0, 2)) proposal = await signProposal(founder, proposal);
    expect(proposal.state).toBe('appended');
    expect((await openApplication(applying.hub, applying.secrets)).view).toMatchObject({ state: 'admitted', draft: null, expires: null });
    expect((await acts(id)).slice(-1)).toEqual(['application.admit']);
    expect(await refusal(withdrawApplication(applying.hub, applying.secrets, id))).toMatchObject({ code: 'gone' });
  }, 120_000);

  test('of a refused applicant is not possible, nor decided twice', async () => {
    const { applying, authority, params } = await submitted();
    const body = { decision: 'refused' as const, reason: 'not-eligible' as const, note: null };
    await one!.hub.call(routes.decideApplication, { params, body });
    expect(await refusal(two!.hub.call(routes.decideApplication, { params, body }))).toMatchObject({ code: 'gone' });
    const founders: EnrolledPerson[] = [];
    for (let n = 0; n < 2; n++) founders.push(await enrolPerson(hub.url, (await one!.hub.call(identityRoutes.invite, { body: { purpose: 'founder', authority: authority.id, note: 'Founder', email: null } })).token));
    expect(await refusal(proposeMember(one!, authority.id, await keys(founders)))).toMatchObject({ code: 'checklist-incomplete' });
    expect((await openApplication(applying.hub, applying.secrets)).view.state).toBe('refused');
  }, 60_000);
});

describe('time', () => {
  test('the worker reminds, ends what lies, drops old drafts, and erases what was sealed a year after the end', async () => {
    const [lying, dead, closed] = [await submitted(), await submitted(), await submitted()];
    const draft = applicant();
    await draft.save(0, draftFor('KE', null, 'Old', null));
    await withdrawApplication(closed.applying.hub, closed.applying.secrets, closed.applying.id);
    await hub.end('worker');
    const age = (id: string, days: number) => queryAll(hub, 'UPDATE application SET changed = now() - $2 * interval \'1 day\' WHERE id = $1', [id, days]);
    await age(lying.applying.id, 15);
    await age(dead.applying.id, 181);
    await age(closed.applying.id, 366);
    await age(draft.id, 31);
    const stale = await one!.hub.call(routes.applications, { query: { stale: 'true' } });
    expect(stale.items.map(({ id }) => id)).toEqual(expect.arrayContaining([lying.applying.id, dead.applying.id]));
    expect(stale.stale).toBe(stale.items.length);
    await hub.start('worker');
    for (let left = 400; left > 0 && (await openApplication(dead.applying.hub, dead.applying.secrets)).view.state !== 'expired'; left--) await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await openApplication(dead.applying.hub, dead.applying.secrets)).view).toMatchObject({ state: 'expired', draft: null });
    expect(await acts(lying.applying.id)).toContain('application.remind');
    expect(await acts(draft.id)).toEqual(['application.save', 'application.erase']);
    expect(await refusal(openApplication(draft.hub, draft.secrets))).toMatchObject({ code: 'not-found' });
    expect(await queryAll(hub, 'SELECT 1 FROM letter WHERE application = $1', [closed.applying.id])).toEqual([]);
    expect((await openApplication(closed.applying.hub, closed.applying.secrets)).view.state).toBe('withdrawn');
    // The applicant hears of it in their language, by a mail that says nothing; the secretariat hears of what waits.
    const told = async () => (await queryAll(hub, 'SELECT kind, language FROM notice WHERE recipient = $1', [dead.applying.id])).filter(({ kind, language }) => kind === 'application-changed' && language === 'fr');
    for (let left = 400; left > 0 && (await told()).length < 2; left--) await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await told()).length).toBeGreaterThanOrEqual(2);
    // Two effects of one act, in no fixed order.
    const called = async () => (await queryAll(hub, "SELECT count(DISTINCT recipient)::int AS officers FROM notice WHERE kind = 'application-waits'"))[0];
    for (let left = 400; left > 0 && (await called())!['officers'] !== 3; left--) await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await called()).toEqual({ officers: 3 });
  }, 240_000);
});

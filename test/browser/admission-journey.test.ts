// The whole way of an authority into the network and of an officer out of its member, by seven people in seven browsers: an applicant, two
// officers of the secretariat, two founding security officers, an officer who joins and leaves, and a correspondent elsewhere.
import type { Locator, Page } from '@playwright/test';
import { TOTP } from 'otpauth';
import type { Account } from '../support/network.ts';
import { enrol, noViolations, passkeyAuthenticator, phraseIn, say, sign } from './ceremonies.ts';
import { expect, goTo, test, words, type People } from './portal.ts';

const t = words('en');
const SCAN = Buffer.from('%PDF-1.7\nNomination, for demonstration only\n%%EOF\n');
const [FOUNDER_1, FOUNDER_2, LEAVER] = ['Demonstration founder 1', 'Demonstration founder 2', 'Demonstration officer who leaves'];

test.describe.configure({ timeout: 600_000 });

test('an authority applies, is checked, admitted and writes; an officer leaves, keys are made anew, and the next message is not theirs', async ({ people, hub }) => {
  const authority = await freeAuthority(hub.url);

  // One: the applicant, who has no account.
  const { page: applicant } = await people.browse();
  const link = await apply(applicant, hub.url, authority);

  // Two and three: the secretariat. Each does what the checklist asks of them.
  const [first, second] = [await people.signIn('secretariat-1'), await people.signIn('secretariat-2')];
  await confirmWhenAsked(first, hub.account('secretariat-1'));
  await confirmWhenAsked(second, hub.account('secretariat-2'));
  await openApplication(first, authority.name);
  await expect(first.getByText('Statute of the demonstration')).toBeVisible({ timeout: 30_000 });
  const scan = first.waitForEvent('download');
  await first.getByRole('button', { name: say('applications.scan.save') }).click();
  expect((await scan).suggestedFilename()).toBe('nomination.pdf');
  await noViolations(first, ['en', 'ar']);
  await doStep(first, 'checklist.step.article-36');
  await doStep(first, 'checklist.step.instrument', 'Compared with the paper original.');
  await expect(first.getByText('Compared with the paper original.')).toBeVisible();
  await openApplication(second, authority.name);
  await expect(second.getByText('Compared with the paper original.')).toBeVisible({ timeout: 30_000 });
  await doStep(second, 'checklist.step.state-confirmation');
  await expect(second.getByRole('button', { name: say('founders.propose') })).toHaveCount(0);

  // Four and five: the founders, by links that the application's page makes.
  const founders: { page: Page; words: string[] }[] = [];
  for (const name of [FOUNDER_1, FOUNDER_2]) founders.push(await join(people, await inviteFounder(first, hub.url), name));
  const [one, two] = founders as [{ page: Page; words: string[] }, { page: Page; words: string[] }];
  const both = founders.map((founder) => founder.words);
  for (const officer of [first, second]) await proveFounders(officer, both);
  await first.getByRole('button', { name: say('audit.refresh') }).click();
  await expect(first.getByText(say('founders.proved'), { exact: true })).toHaveCount(2, { timeout: 30_000 });
  await first.getByRole('button', { name: say('founders.propose'), exact: true }).click();
  await expect(first.getByRole('article')).toContainText(say('audit.me'), { timeout: 30_000 });
  await noViolations(first, ['en', 'ar']);

  // k of n, gathered one after the other, each after comparing.
  await goTo(second, '/administration');
  for (const page of [second, one.page, two.page]) await sign(page, both);
  await applicant.goto('about:blank');
  await applicant.goto(link);
  await expect(applicant.getByText(t('application.state.admitted')).first()).toBeVisible({ timeout: 30_000 });

  // The founders' clients make the mailbox keys and confirm them by themselves.
  for (const { page } of founders) await enter(page);
  await expect(one.page.locator('.epoch').first()).toContainText(say('administration.epoch.current'), { timeout: 150_000 });

  // Six: an officer joins.
  const leaver = await join(people, await inviteOfficer(one.page, hub.url), LEAVER);
  await proposeNewcomer(one.page, LEAVER, leaver.words);
  await sign(leaver.page, [leaver.words]);
  await sign(two.page, [leaver.words]);
  await enter(leaver.page);
  await expect(two.page.locator('.epoch').first()).toContainText(LEAVER, { timeout: 90_000 });

  // Who comes back by their passkey finds the keys that a colleague's client handed over.
  await comeBack(leaver.page);

  // Seven: a correspondent, who reads what the new member writes, verified. So does the officer who is going to leave.
  const correspondent = await people.signIn('br-officer-1');
  await write(one.page, 'Federal Public Prosecutor', 'First message', 'Sealed by a member of this morning.');
  await read(correspondent, 'First message', 'Sealed by a member of this morning.');
  await read(leaver.page, 'First message', 'Sealed by a member of this morning.');

  // The officer leaves: two security officers sign, the session ends, the keys are replaced by themselves.
  await goTo(one.page, '/administration');
  const keysBefore = await phraseIn(one.page.locator('.epoch').first());
  await removeOfficer(one.page, LEAVER);
  await goTo(two.page, '/administration');
  await sign(two.page, []);
  await expect(leaver.page.getByRole('alert')).toContainText(say('ended.why.removed'), { timeout: 60_000 });
  await expect(async () => {
    expect(await phraseIn(one.page.locator('.epoch').first())).not.toEqual(keysBefore);
    await expect(one.page.locator('.epoch').first()).toContainText(say('administration.epoch.current'));
  }).toPass({ timeout: 150_000 });
  await expect(one.page.locator('.epoch').first()).not.toContainText(LEAVER);

  await write(correspondent, authority.name, 'Second message', 'Only those who stay read this.');
  await read(one.page, 'Second message', 'Only those who stay read this.');
  // Neither the session that was nor a new one opens anything.
  expect(await leaver.page.evaluate(async () => (await fetch('/api/threads', { headers: { 'x-globe-client': 'portal' } })).status)).toBe(401);
  await leaver.page.goto(`${hub.url}/sign-in`);
  await leaver.page.getByRole('button', { name: say('sign-in.passkey'), exact: true }).click();
  await expect(leaver.page.getByRole('alert')).toContainText(t('problem.sign-in-failed'));
});

interface FreeAuthority {
  readonly name: string;
  readonly stateName: string;
}

/** One of the directory that is no member, in a State that has but this one: then the first offered is it. */
async function freeAuthority(hubUrl: string): Promise<FreeAuthority> {
  const { states } = (await (await fetch(`${hubUrl}/api/directory/states`)).json()) as { states: { code: string; names: { en: string }; authorities: number }[] };
  const state = states.find(({ authorities, code }) => authorities === 1 && !['BR', 'CG', 'AE'].includes(code))!;
  const { items } = (await (await fetch(`${hubUrl}/api/directory/authorities?member=false&state=${state.code}`)).json()) as { items: { name: string }[] };
  return { name: items[0]!.name, stateName: state.names.en };
}

async function choose(page: Page, within: Locator, label: string | RegExp, option: string | RegExp): Promise<void> {
  await within.getByRole('button', { name: label }).click();
  await page.getByRole('option', { name: option, exact: typeof option === 'string' }).click();
}

/** Fills in the form, makes a mistake, comes back by the link, and submits. Answers the link. */
async function apply(page: Page, hubUrl: string, authority: FreeAuthority): Promise<string> {
  await page.goto(`${hubUrl}/sign-in`);
  await page.getByRole('link', { name: say('sign-in.apply') }).click();
  await phraseIn(page.locator('main'));
  await noViolations(page, ['en', 'ar']);
  await page.getByText(say('enrol.phrase.compared')).click();
  await page.getByRole('button', { name: say('enrol.phrase.same') }).click();
  const part = (legend: Parameters<typeof say>[0]) => page.getByRole('group', { name: say(legend), exact: true });
  const body = part('apply.authority');
  await choose(page, body, new RegExp(say('apply.state')), authority.stateName);
  const entry = body.getByRole('option').filter({ hasNotText: say('directory.none') }).first();
  await entry.click();
  await expect(entry).toHaveAttribute('aria-selected', 'true');
  await page.getByLabel(say('apply.legal-basis')).fill('Statute of the demonstration');
  await page.getByRole('button', { name: say('apply.submit') }).click();
  await expect(page.getByRole('alert')).toContainText(say('apply.incomplete'), { timeout: 30_000 });
  await noViolations(page, ['en', 'ar']);

  // What was written is found again by the link alone.
  const link = await page.getByTestId('application-link').innerText();
  await page.goto('about:blank');
  await page.goto(link.replace(/^https?:\/\/[^/]+/, hubUrl));
  await page.getByText(say('enrol.phrase.compared')).click();
  await page.getByRole('button', { name: say('enrol.phrase.same') }).click();
  await expect(page.getByLabel(say('apply.legal-basis'))).toHaveValue('Statute of the demonstration');
  await choose(page, part('apply.authority'), new RegExp(say('apply.article-36')), say('apply.article-36.designated'));
  await page.getByLabel(say('apply.confirmation')).fill('Permanent mission, Vienna');
  await fillPeople(part('apply.focal-points'), ['Demonstration focal point']);
  await fillPeople(part('apply.founders'), [FOUNDER_1!, FOUNDER_2!]);
  const instrument = part('apply.instrument');
  await choose(page, instrument, new RegExp(say('apply.instrument-kind')), say('instrument.note-verbale'));
  await instrument.getByLabel(say('apply.reference')).fill('Note 1, for demonstration');
  const scan = instrument.locator('input[type="file"]');
  await scan.setInputFiles({ name: 'nomination.exe', mimeType: 'application/pdf', buffer: Buffer.from('MZ not a scan') });
  await expect(instrument.getByRole('alert')).toContainText(t('problem.unsupported-media-type'));
  await scan.setInputFiles({ name: 'nomination.pdf', mimeType: 'application/pdf', buffer: SCAN });
  await expect(instrument.getByText('nomination.pdf')).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: say('apply.submit') }).dblclick();
  await expect(page.getByText(t('application.state.received')).first()).toBeVisible({ timeout: 30_000 });
  await noViolations(page, ['en', 'ar']);
  return link.replace(/^https?:\/\/[^/]+/, hubUrl);
}

async function fillPeople(part: Locator, names: readonly string[]): Promise<void> {
  for (const [at, name] of names.entries()) {
    const person = part.getByRole('group').nth(at);
    await person.getByLabel(say('enrol.about.name')).fill(name);
    await person.getByLabel(say('enrol.about.function')).fill('Head of unit');
    await person.getByLabel(say('apply.telephone')).fill('+99 555 0100');
  }
}

async function openApplication(page: Page, name: string): Promise<void> {
  await goTo(page, '/applications');
  await page.locator('main').getByRole('link', { name, exact: true }).first().click();
  await expect(page.getByRole('heading', { level: 2, name: say('checklist.title') })).toBeVisible({ timeout: 30_000 });
}

/** On a slow machine the confirmation that signing in was runs out on the way: it is given again, as a person would. */
async function confirmWhenAsked(page: Page, account: Account | null): Promise<void> {
  const dialog = page.getByRole('dialog', { name: say('step-up.title') });
  await page.addLocatorHandler(dialog, async () => {
    if (account === null) return dialog.getByRole('button', { name: say('step-up.passkey') }).click();
    await dialog.getByLabel(say('sign-in.passphrase')).fill(account.passphrase);
    // A code counts once.
    await page.waitForTimeout(30_500 - (Date.now() % 30_000));
    await dialog.getByLabel(say('sign-in.code')).fill(new TOTP({ secret: account.totpSecret }).generate());
    await dialog.getByRole('button', { name: say('step-up.confirm') }).click();
  });
}

async function doStep(page: Page, step: Parameters<typeof say>[0], note = ''): Promise<void> {
  const row = page.getByRole('listitem', { name: say(step) });
  await row.getByRole('button', { name: say('checklist.do') }).click();
  const dialog = page.getByRole('dialog');
  if (note !== '') await dialog.getByLabel(say('checklist.note')).fill(note);
  await dialog.getByRole('button', { name: say('checklist.confirm') }).click();
  await expect(dialog).toBeHidden({ timeout: 30_000 });
  await expect(row).toContainText(say('checklist.done'));
}

/** Each founder reads the words from their own screen: they must be the same here. */
async function proveFounders(page: Page, both: readonly string[][]): Promise<void> {
  await page.getByRole('button', { name: say('audit.refresh') }).click();
  await expect(page.getByText(say('founders.unproved'), { exact: true })).toHaveCount(2, { timeout: 30_000 });
  await page.getByRole('listitem', { name: say('checklist.step.founders-identity') }).getByRole('button', { name: say('checklist.do') }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.locator('ol.phrase')).toHaveCount(2);
  const shown = await Promise.all((await dialog.locator('ol.phrase').all()).map((list) => list.locator('li').allInnerTexts()));
  expect(shown.toSorted()).toEqual([...both].toSorted());
  await expect(dialog.getByRole('button', { name: say('checklist.confirm') })).toBeDisabled();
  for (const name of [FOUNDER_1!, FOUNDER_2!]) await dialog.locator('.checkbox').filter({ hasText: name }).click();
  await dialog.getByRole('button', { name: say('checklist.confirm') }).click();
  await expect(dialog).toBeHidden({ timeout: 30_000 });
}

async function takeLink(page: Page, hubUrl: string): Promise<{ link: string; networkWords: string[] }> {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: say('invitation.make') }).click();
  const link = await dialog.getByTestId('invitation-link').innerText();
  const networkWords = await phraseIn(dialog);
  await dialog.getByRole('button', { name: say('action.close') }).click();
  return { link: link.replace(/^https?:\/\/[^/]+/, hubUrl), networkWords };
}

async function inviteFounder(page: Page, hubUrl: string) {
  await page.getByRole('button', { name: say('founders.invite') }).click();
  return takeLink(page, hubUrl);
}

async function inviteOfficer(page: Page, hubUrl: string) {
  await page.getByRole('button', { name: say('invitation.new') }).click();
  await page.getByRole('dialog').getByLabel(say('invitation.note')).fill(LEAVER!);
  return takeLink(page, hubUrl);
}

/** A browser and a passkey of one's own. */
async function join(people: People, invitation: { link: string; networkWords: string[] }, name: string | undefined): Promise<{ page: Page; words: string[] }> {
  const { page } = await people.browse();
  await passkeyAuthenticator(page);
  await confirmWhenAsked(page, null);
  return { page, words: await enrol(page, { name: name!, ...invitation }) };
}

async function enter(page: Page): Promise<void> {
  await page.getByRole('button', { name: say('administration.admitted.enter') }).click({ timeout: 60_000 });
  await expect(page.getByRole('heading', { name: say('administration.epochs'), exact: true })).toBeVisible({ timeout: 60_000 });
}

async function comeBack(page: Page): Promise<void> {
  await goTo(page, '/account');
  await page.getByRole('button', { name: say('account.sign-out') }).click();
  await page.getByRole('button', { name: say('sign-in.passkey'), exact: true }).click();
  await page.getByRole('heading', { level: 1, name: say('inbox.title') }).waitFor({ timeout: 60_000 });
}

async function proposeNewcomer(page: Page, name: string | undefined, ownWords: readonly string[]): Promise<void> {
  await page.locator('section', { has: page.getByRole('heading', { name: say('administration.enrolled') }) }).getByRole('button', { name: say('audit.refresh') }).click();
  await page.getByRole('listitem').filter({ hasText: name! }).getByRole('button', { name: say('administration.words.show') }).click();
  const dialog = page.getByRole('dialog');
  expect(await phraseIn(dialog)).toEqual(ownWords);
  await dialog.getByText(say('administration.words.compared')).click();
  await dialog.getByRole('button', { name: say('administration.admit') }).click();
  await expect(dialog).toBeHidden({ timeout: 30_000 });
}

async function removeOfficer(page: Page, name: string | undefined): Promise<void> {
  await page.getByRole('listitem').filter({ hasText: name! }).getByRole('button', { name: /Acts/ }).click();
  await page.getByRole('menuitem', { name: say('administration.act.remove'), exact: true }).click();
  const dialog = page.getByRole('alertdialog');
  await dialog.getByRole('button', { name: say('administration.remove.propose') }).click();
  await expect(dialog).toBeHidden({ timeout: 30_000 });
}

async function write(page: Page, to: string, subject: string, text: string): Promise<void> {
  await goTo(page, '/inbox');
  await page.locator('a[href="/compose"]').click();
  const member = page.getByRole('option').filter({ hasText: to }).first();
  await expect(async () => {
    await member.click({ timeout: 5_000 });
    await expect(page.getByRole('list', { name: say('compose.chosen') }).getByRole('listitem')).toHaveCount(1, { timeout: 2_000 });
  }).toPass({ timeout: 90_000 });
  await page.getByLabel(say('compose.subject')).fill(subject);
  await page.getByLabel(say('compose.text')).fill(text);
  await page.getByRole('button', { name: say('compose.send'), exact: true }).click();
  await page.getByRole('button', { name: say('compose.send-now') }).click();
  await expect(page.getByText(t('compose.sent'))).toBeVisible({ timeout: 60_000 });
}

async function read(page: Page, subject: string, text: string): Promise<void> {
  await goTo(page, '/inbox');
  await page.getByRole('link', { name: subject }).first().click({ timeout: 60_000 });
  const message = page.getByRole('article').first();
  await expect(message).toContainText(text, { timeout: 60_000 });
  await expect(message).toContainText((t('verdict.verified') as RegExp).source.split('[^]*')[0]!.slice(1), { timeout: 60_000 });
}

// A member of whom no security officer is left: the secretariat proves two persons out of band and seats them, with the keyboard alone; and an auditor's
// scope is chosen by keyboard. On the hub of the other suites: what is begun here is withdrawn or vetoed.
import type { Locator, Page } from '@playwright/test';
import { choose, enrol, noViolations, passkeyAuthenticator, phraseIn, picture, say, tabAndPress, tabOnto } from './ceremonies.ts';
import { expect, goTo, test, type Key } from './portal.ts';

const SEATED = ['Demonstration officer seated first', 'Demonstration officer seated second'];
const AUDITOR = 'Demonstration auditor of some members';
const MEMBER = /UAE Accountability Authority/;

test.describe.configure({ timeout: 400_000 });

const article = (page: Page, kind: Key): Locator => page.getByRole('article').filter({ has: page.getByRole('heading', { name: say(kind) }) });

interface Invited {
  readonly link: string;
  readonly networkWords: string[];
}

/** By the keyboard; answers what is handed over. */
async function invite(page: Page, hubUrl: string, name: string, purpose: Key, member?: string): Promise<Invited> {
  await tabAndPress(page, page.getByRole('button', { name: say('invitation.new') }));
  const dialog = page.getByRole('dialog');
  await choose(page, dialog.getByRole('button', { name: new RegExp(say('enrol.purpose')) }).first(), say(purpose));
  if (member !== undefined) await choose(page, dialog.getByRole('button', { name: new RegExp(say('reseat.member')) }).last(), member);
  await tabOnto(page, dialog.getByLabel(say('invitation.note')));
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  const link = await dialog.getByTestId('invitation-link').innerText();
  const networkWords = await phraseIn(dialog);
  await tabAndPress(page, dialog.getByRole('button', { name: say('action.close') }));
  await expect(dialog).toBeHidden();
  return { link: link.replace(/^https?:\/\/[^/]+/, hubUrl), networkWords };
}

test('none left: two are proven and seated by the secretariat’s threshold; an officer of the member sees it and stops it', async ({ people, hub }) => {
  const first = await people.signIn('secretariat-1');
  await goTo(first, '/administration');
  const seated: { page: Page; words: string[] }[] = [];
  for (const name of SEATED) {
    const invitation = await invite(first, hub.url, name, 'enrol.purpose.seat', 'UAE');
    const { page } = await people.browse();
    await passkeyAuthenticator(page);
    seated.push({ page, words: await enrol(page, { name, ...invitation }) });
  }
  await tabAndPress(first, first.getByRole('button', { name: say('audit.refresh') }).first());
  const row = first.locator('.in-care > li').filter({ hasText: MEMBER });
  await tabAndPress(first, row.getByRole('button', { name: /Acts/ }));
  await expect(first.getByRole('menu')).toBeVisible();
  await first.keyboard.type(say('secretariat.act.reseat').slice(0, 4));
  await first.keyboard.press('Enter');
  const dialog = first.getByRole('alertdialog');
  const confirm = dialog.getByRole('button', { name: say('administration.sign-now'), exact: true });
  // All who are on the roster would leave; neither one seat, nor unproven or uncompared ones, can be signed for.
  await expect(dialog).toContainText(/Leaving: .*Demonstration security officer 1.*Demonstration security officer 2/);
  await tabAndPress(first, dialog.getByRole('checkbox', { name: new RegExp(SEATED[0]!) }), 'Space');
  await expect(dialog.getByText(say('reseat.two'))).toBeVisible();
  await tabAndPress(first, dialog.getByRole('checkbox', { name: new RegExp(SEATED[1]!) }), 'Space');
  await expect(dialog.getByText(say('reseat.two'))).toBeHidden();
  await expect(dialog.locator('ol.phrase')).toHaveCount(2);
  const shown = await Promise.all((await dialog.locator('ol.phrase').all()).map((list) => list.locator('li').allInnerTexts()));
  expect(shown.toSorted()).toEqual(seated.map(({ words }) => words).toSorted());
  await expect(confirm).toBeDisabled();
  await tabAndPress(first, dialog.getByRole('checkbox', { name: say('administration.words.compared') }), 'Space');
  await expect(confirm).toBeDisabled();
  await tabAndPress(first, dialog.getByRole('checkbox', { name: say('reseat.proven') }), 'Space');
  await noViolations(first, ['en']);
  await picture(first, 'reseat-none-left');
  await tabAndPress(first, confirm);
  await expect(dialog).toBeHidden({ timeout: 30_000 });

  const second = await people.signIn('secretariat-2');
  await goTo(second, '/administration');
  for (const page of [second, ...seated.map((one) => one.page)]) {
    const card = article(page, 'statement.member.reseat');
    const sign = card.getByRole('button', { name: say('administration.sign') });
    await expect(sign).toBeVisible({ timeout: 60_000 });
    await expect(sign).toBeDisabled();
    await tabAndPress(page, card.getByRole('checkbox', { name: say('administration.words.compared') }), 'Space');
    await tabAndPress(page, sign);
    await expect(sign).toBeHidden({ timeout: 30_000 });
  }

  // At 360 pixels, in both directions.
  const officer = await people.signIn('ae-officer-1', { viewport: { width: 360, height: 740 } });
  await goTo(officer, '/administration');
  const banner = officer.locator('.banner').filter({ hasText: 'New security officers wait' });
  await expect(banner).toBeVisible({ timeout: 60_000 });
  await noViolations(officer, ['en', 'ar']);
  expect(await officer.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await tabAndPress(officer, banner.getByRole('button', { name: say('administration.veto') }));
  await tabAndPress(officer, officer.getByRole('alertdialog').getByRole('button', { name: say('administration.sign-now'), exact: true }));
  await expect(banner).toBeHidden({ timeout: 60_000 });
  // The secretariat sees that nothing waits any more.
  await expect(row).not.toContainText(say('secretariat.waits.reseat'), { timeout: 60_000 });
});

test('an auditor’s scope, by keyboard: found, chosen, filtered and not lost', async ({ people, hub }) => {
  const officer = await people.signIn('secretariat-1');
  await goTo(officer, '/administration');
  const invitation = await invite(officer, hub.url, AUDITOR, 'enrol.purpose.auditor');
  const { page: auditor } = await people.browse();
  await passkeyAuthenticator(auditor);
  const wordsOfAuditor = await enrol(auditor, { name: AUDITOR, ...invitation });
  await tabAndPress(officer, officer.getByRole('button', { name: say('audit.refresh') }).first());
  const person = officer.getByRole('listitem').filter({ hasText: AUDITOR });
  await tabAndPress(officer, person.getByRole('button', { name: say('administration.words.show') }));
  const dialog = officer.getByRole('dialog').or(officer.getByRole('alertdialog'));
  expect(await phraseIn(dialog)).toEqual(wordsOfAuditor);
  const all = dialog.getByRole('checkbox', { name: say('administration.scope.all') });
  await tabAndPress(officer, all, 'Space');
  const find = dialog.getByLabel(say('administration.scope.find'));
  // Other suites on this hub admit more than its three.
  await expect(dialog.getByRole('option').nth(2)).toBeVisible();
  const members = await dialog.getByRole('option').count();
  const option = (name: RegExp) => dialog.getByRole('option', { name });
  for (const [typed, name] of [['UAE', MEMBER], ['Congo', /High Authority/]] as const) {
    await tabOnto(officer, find);
    await officer.keyboard.press('Control+a');
    await officer.keyboard.type(typed);
    await expect(dialog.getByRole('option')).toHaveCount(1);
    await tabAndPress(officer, option(name), 'Space');
    await expect(option(name)).toHaveAttribute('aria-selected', 'true');
  }
  // What the filter hid is chosen still.
  await tabOnto(officer, find);
  await officer.keyboard.press('Control+a');
  await officer.keyboard.press('Delete');
  await expect(dialog.getByRole('option')).toHaveCount(members);
  await expect(dialog.locator('[role="option"][aria-selected="true"]')).toHaveCount(2);
  await noViolations(officer, ['en']);
  await picture(officer, 'scope-picker');
  await officer.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

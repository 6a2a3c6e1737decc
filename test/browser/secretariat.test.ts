// The secretariat's acts, two of three signing in browsers of their own: its threshold, a member suspended and readmitted, a release; and new
// security officers for a member that lost its quorum, stopped by an officer of the member.
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { addSignature, article, keepSheet, signNow } from './ceremonies.ts';
import { expect, goTo, test, words, type Key, type Language } from './portal.ts';

const t = words('en');
const say = (key: Key) => t(key) as string;
const MEMBER = /UAE Accountability Authority/;
const SEATED = 'Demonstration officer who takes a lost seat';

test.describe.configure({ timeout: 400_000 });

test('two of three change the threshold and back; a member is suspended and readmitted; a release is published', async ({ people }) => {
  const [first, second, third] = [await people.signIn('secretariat-1'), await people.signIn('secretariat-2'), await people.signIn('secretariat-3')];
  for (const page of [first, second, third]) await goTo(page, '/administration');
  await expect(first.getByText('Demonstration secretariat officer 2').last()).toBeVisible({ timeout: 30_000 });
  await noViolations(first, ['en', 'ar']);
  await second.setViewportSize({ width: 360, height: 740 });
  await expect(second.getByText('Demonstration secretariat officer 3').last()).toBeVisible({ timeout: 30_000 });
  expect(await second.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)).toBe(true);

  await setThreshold(first, '3');
  await expect(article(first, 'statement.secretariat.change')).toContainText('From then on 3 must sign');
  await addSignature(second, 'statement.secretariat.change');
  await expect(first.getByText('3 of 3 officers must sign')).toBeVisible({ timeout: 60_000 });
  await setThreshold(first, '2');
  await addSignature(second, 'statement.secretariat.change');
  // Who signed and who is missing, by name.
  await expect(article(first, 'statement.secretariat.change')).toContainText(/1 × secretariat officer: \u2068?Demonstration secretariat officer 3/, { timeout: 45_000 });
  await addSignature(third, 'statement.secretariat.change');
  await expect(first.getByText('2 of 3 officers must sign')).toBeVisible({ timeout: 60_000 });

  const row = first.locator('.in-care > li').filter({ hasText: MEMBER });
  await act(first, row, 'secretariat.act.suspend');
  await noViolations(first, ['en']);
  await signNow(first);
  await addSignature(third, 'statement.member.suspend');
  await expect(row).toContainText(say('administration.suspended'), { timeout: 60_000 });
  await act(first, row, 'secretariat.act.readmit');
  await signNow(first);
  await addSignature(second, 'statement.member.readmit');
  await expect(row).not.toContainText(say('administration.suspended'), { timeout: 60_000 });

  await first.getByRole('button', { name: say('secretariat.release') }).click();
  const dialog = first.getByRole('alertdialog');
  await dialog.getByLabel(say('secretariat.release.version')).fill('1.2.3');
  await dialog.locator('input[type="file"]').setInputFiles({ name: 'portal.js', mimeType: 'text/javascript', buffer: Buffer.from('abc') });
  // SHA-256 of "abc", FIPS 180-2.
  await expect(dialog).toContainText('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  await noViolations(first, ['en']);
  await signNow(first);
  await addSignature(second, 'statement.release.publish');
  await expect(first.getByText('1.2.3', { exact: true })).toBeVisible({ timeout: 60_000 });
});

test('a lost quorum is filled with the one who is left, unless an officer of the member vetoes', async ({ people, hub }) => {
  const [first, second, remaining, officer] = [await people.signIn('secretariat-1'), await people.signIn('secretariat-2'), await people.signIn('cg-security-1'), await people.signIn('cg-officer-2', { viewport: { width: 360, height: 740 } })];
  for (const page of [first, second, remaining, officer]) await goTo(page, '/administration');

  // The one who is left invites; the link goes by hand.
  await remaining.getByRole('button', { name: say('invitation.new') }).click();
  const invitation = remaining.getByRole('dialog');
  await invitation.getByRole('button', { name: new RegExp(say('account.role')) }).click();
  await remaining.getByRole('option', { name: say('enrol.purpose.seat') }).click();
  await invitation.getByLabel(say('invitation.note')).fill(SEATED);
  await invitation.getByRole('button', { name: say('invitation.make') }).click();
  const link = await invitation.getByTestId('invitation-link').innerText();
  await invitation.getByRole('button', { name: say('action.close') }).click();
  const { page: seated } = await people.browse();
  const wordsOfSeated = await enrol(seated, link.replace(/^https?:\/\/[^/]+/, hub.url));

  await remaining.getByRole('button', { name: say('audit.refresh') }).first().click();
  await remaining.getByRole('button', { name: say('reseat.fill') }).click();
  const dialog = remaining.getByRole('alertdialog');
  await expect(dialog).toContainText('Leaving: Demonstration security officer 2 (CG)');
  await dialog.getByText(SEATED).click();
  expect(await phraseIn(dialog)).toEqual(wordsOfSeated);
  await expect(dialog.getByRole('button', { name: say('administration.sign-now'), exact: true })).toBeDisabled();
  await dialog.getByText(say('administration.words.compared')).click();
  await noViolations(remaining, ['en']);
  await signNow(remaining);
  for (const page of [seated, first, second]) {
    const card = article(page, 'statement.member.reseat');
    await expect(card).toBeVisible({ timeout: 60_000 });
    expect(await phraseIn(card)).toEqual(wordsOfSeated);
    await card.getByText(say('administration.words.compared')).click();
    await addSignature(page, 'statement.member.reseat');
  }
  const banner = officer.locator('.banner').filter({ hasText: 'New security officers wait' });
  await expect(banner).toBeVisible({ timeout: 60_000 });
  await noViolations(officer, ['en', 'ar']);
  expect(await officer.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)).toBe(true);
  await banner.getByRole('button', { name: say('administration.veto') }).click();
  await signNow(officer);
  await expect(banner).toBeHidden({ timeout: 60_000 });
  await expect(remaining.getByText('New security officers wait')).toBeHidden({ timeout: 60_000 });
});


async function act(page: Page, row: Locator, key: Key): Promise<void> {
  await row.getByRole('button', { name: /Acts/ }).click();
  await page.getByRole('menuitem', { name: say(key), exact: true }).click();
  await page.getByRole('alertdialog').waitFor();
}

async function setThreshold(page: Page, threshold: string): Promise<void> {
  await page.getByRole('button', { name: say('secretariat.change') }).click();
  const dialog = page.getByRole('alertdialog');
  await dialog.getByRole('button', { name: new RegExp(say('secretariat.threshold')) }).click();
  await page.getByRole('option', { name: threshold, exact: true }).click();
  await noViolations(page, ['en']);
  await signNow(page);
}

/** By passkey; answers the words of the certificate. */
async function enrol(page: Page, link: string): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true, hasPrf: true },
  });
  await page.goto(link);
  await page.getByText(say('enrol.phrase.compared')).click();
  await page.getByRole('button', { name: say('enrol.phrase.same') }).click();
  await page.getByLabel(say('enrol.about.name')).fill(SEATED);
  await page.getByLabel(say('enrol.about.function')).fill('Security officer (demonstration)');
  await page.getByRole('button', { name: say('action.continue') }).click();
  await page.getByText(say('terms.accept')).click();
  await page.getByRole('button', { name: say('action.continue') }).click();
  await page.getByRole('button', { name: say('enrol.credential.passkey') }).click();
  await keepSheet(page);
  await goTo(page, '/administration');
  return phraseIn(page.locator('main'));
}

async function phraseIn(place: Locator): Promise<string[]> {
  const list = place.locator('ol.phrase').first();
  await list.waitFor({ timeout: 30_000 });
  return list.locator('li').allInnerTexts();
}

/** axe in each of the languages; English again afterwards. A dialog is looked through in English. */
async function noViolations(page: Page, languages: readonly Language[]): Promise<void> {
  for (const language of [...languages.filter((each) => each !== 'en'), 'en'] as const) {
    if (languages.length > 1) {
      await page.locator('.languages button[lang]').filter({ hasText: language === 'ar' ? 'عربي' : 'English' }).click();
      await expect(page.locator('html')).toHaveAttribute('lang', language);
    }
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect.soft(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`), `${page.url()} ${language}`).toEqual([]);
  }
}

// What people do in several suites: enrol by a link, compare words, sign, look at a page with axe.
import { AxeBuilder } from '@axe-core/playwright';
import type { CDPSession, Locator, Page } from '@playwright/test';
import { expect, goTo, words, type Key } from './portal.ts';

const t = words('en');
export const say = (key: Parameters<typeof t>[0]): string => t(key) as string;

export async function phraseIn(place: Locator): Promise<string[]> {
  const list = place.locator('ol.phrase').first();
  await list.waitFor({ timeout: 30_000 });
  const found = await list.locator('li').allInnerTexts();
  expect(found).toHaveLength(12);
  return found;
}

/** axe in light and dark, in each of the languages; English again afterwards. */
export async function noViolations(page: Page, languages: readonly ('ar' | 'en')[]): Promise<void> {
  for (const language of [...languages.filter((each) => each !== 'en'), 'en'] as const) {
    if (languages.length > 1) {
      await page.locator('.languages button[lang]').filter({ hasText: language === 'ar' ? 'عربي' : 'English' }).click();
      await expect(page.locator('html')).toHaveAttribute('lang', language);
    }
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect.soft(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`), `${page.url()} ${language} ${colorScheme}`).toEqual([]);
    }
  }
}

/** Focus and a key: no pointer. */
export async function press(page: Page, target: Locator, key: string): Promise<void> {
  await target.focus();
  await page.keyboard.press(key);
}

/** Stops of the Tab key on the longest way. */
const STEPS = 250;

/** Presses Tab until the wanted control has the focus, which must always be visible. */
export async function tabTo(page: Page, role: Parameters<Page['getByRole']>[0], name: string | RegExp): Promise<void> {
  await tabOnto(page, page.getByRole(role, { name, exact: typeof name === 'string' }).first());
}

export async function tabOnto(page: Page, wanted: Locator): Promise<void> {
  await wanted.waitFor({ timeout: 30_000 });
  for (let step = 0; step < STEPS; step++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) {
      // A checkbox is drawn, and its focus with it, by the label around it.
      const drawn = await wanted.evaluate((element) => [element, element.closest('label')].some((part) => part !== null && getComputedStyle(part).outlineStyle !== 'none'));
      expect(drawn, `focus on ${String(wanted)} is to be seen`).toBe(true);
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`the Tab key does not lead to ${String(wanted)}`);
}

/** A folder to keep pictures of the screens in, for looking at them. */
const PICTURES = process.env['GLOBE_TEST_PICTURES'];

export async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES !== undefined) await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
}

export async function passkeyAuthenticator(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true, hasPrf: true },
  });
  return session;
}

/** At the recovery sheet of an enrolment: keeps the code, and types back the groups that are asked for with the sheet out of sight. */
export async function keepSheet(page: Page): Promise<void> {
  const shown = page.getByTestId('recovery-code');
  await expect(shown).toHaveText(/^([0-9A-Z]{3}-){8}[0-9A-Z]{2}[0-9A-Z*~$=]$/, { timeout: 30_000 });
  const groups = (await shown.innerText()).split('-');
  await page.getByText(say('sheet.kept')).click();
  await page.getByRole('button', { name: say('action.continue') }).click();
  const fields = page.getByLabel(t('recovery.check.group'));
  await fields.first().waitFor();
  await expect(shown).toHaveCount(0);
  for (const field of await fields.all()) {
    const label = await field.evaluate((input) => (input as HTMLInputElement).labels?.[0]?.textContent ?? '');
    await field.fill(groups[Number(/\d/.exec(label)![0]) - 1]!);
  }
  await page.getByRole('button', { name: say('recovery.check'), exact: true }).click();
}

export interface Enrolling {
  readonly name: string;
  readonly link: string;
  /** The words that came with the invitation by another way. */
  readonly networkWords: readonly string[];
  /** Looks at the pages on the way with axe. */
  readonly look?: boolean;
}

/** Enrols by passkey. Answers the words of the certificate that was made. */
export async function enrol(page: Page, { name, link, networkWords, look = false }: Enrolling): Promise<string[]> {
  await page.goto(link);
  expect(await phraseIn(page.locator('main'))).toEqual(networkWords);
  if (look) await noViolations(page, ['en']);
  await page.getByText(say('enrol.phrase.compared')).click();
  await page.getByRole('button', { name: say('enrol.phrase.same') }).click();
  await page.getByLabel(say('enrol.about.name')).fill(name);
  await page.getByLabel(say('enrol.about.function')).fill('Investigator');
  await page.getByRole('button', { name: say('action.continue') }).click();
  await expect(page.getByRole('button', { name: say('action.continue') })).toBeDisabled();
  if (look) await noViolations(page, ['en', 'ar']);
  await page.getByText(say('terms.accept')).click();
  await page.getByRole('button', { name: say('action.continue') }).click();
  await page.getByRole('button', { name: say('enrol.credential.passkey') }).click();
  await keepSheet(page);
  await goTo(page, '/administration');
  await expect(page.getByRole('heading', { name: say('administration.steps') })).toBeVisible();
  return phraseIn(page.locator('main'));
}

/** Signs the one proposal that waits for this person, after comparing what it admits; `admitted`: the words of each certificate, if any. */
export async function sign(page: Page, admitted: readonly (readonly string[])[]): Promise<void> {
  const card = page.getByRole('article').filter({ has: page.getByRole('button', { name: say('administration.sign') }) });
  await expect(card).toBeVisible({ timeout: 30_000 });
  const button = card.getByRole('button', { name: say('administration.sign') });
  if (admitted.length > 0) {
    await expect(card.locator('ol.phrase')).toHaveCount(admitted.length);
    const shown = await Promise.all((await card.locator('ol.phrase').all()).map((list) => list.locator('li').allInnerTexts()));
    expect(shown.toSorted()).toEqual(admitted.map((one) => [...one]).toSorted());
    await expect(button).toBeDisabled();
    await card.getByText(say('administration.words.compared')).click();
  }
  await button.click();
  await expect(button).toBeHidden({ timeout: 30_000 });
}

/** What waits of that kind. */
export const article = (page: Page, kind: Key): Locator => page.getByRole('article').filter({ has: page.getByRole('heading', { name: say(kind) }) });

/** In the dialog in which an act is drafted. */
export async function signNow(page: Page): Promise<void> {
  await page.getByRole('alertdialog').getByRole('button', { name: say('administration.sign-now'), exact: true }).click();
  await expect(page.getByRole('alertdialog')).toBeHidden({ timeout: 30_000 });
}

/** Under what waits for this person. */
export async function addSignature(page: Page, kind: Key): Promise<void> {
  const button = article(page, kind).getByRole('button', { name: say('administration.sign') });
  await expect(button).toBeVisible({ timeout: 45_000 });
  await button.click();
  await expect(button).toBeHidden({ timeout: 30_000 });
}

/** By the Tab key to where it is, and a key. */
export async function tabAndPress(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await tabOnto(page, target);
  await page.keyboard.press(key);
}

/** An option of a select, likewise. */
export async function choose(page: Page, select: Locator, option: string): Promise<void> {
  await tabAndPress(page, select);
  await expect(page.getByRole('listbox').last()).toBeVisible();
  await page.keyboard.type(option);
  await page.keyboard.press('Enter');
  await expect(select).toContainText(option);
}

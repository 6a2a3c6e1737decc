// What security officers do with officers, in browsers of their own: suspend and reinstate, another role for a time, mail stopped and let go on,
// a draft that another act made void.
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { addSignature, article, signNow } from './ceremonies.ts';
import { expect, goTo, test, words, type Key, type Language } from './portal.ts';

const t = words('en');
const say = (key: Key) => t(key) as string;
const OFFICER = 'Demonstration officer 2 (BR)';

test.describe.configure({ timeout: 300_000 });

test('one suspends, two reinstate; a role for a time; a void draft is drafted anew', async ({ people }) => {
  const first = await people.signIn('br-security-1');
  const second = await people.signIn('br-security-2');
  for (const page of [first, second]) await goTo(page, '/administration');
  const row = rowOf(first, OFFICER);

  await act(first, row, 'suspend');
  await expect(first.getByRole('alertdialog')).toContainText('signed out everywhere');
  await noViolations(first, ['en', 'ar']);
  await signNow(first);
  await expect(row).toContainText(say('administration.suspended'), { timeout: 30_000 });
  await noViolations(first, ['en', 'ar']);

  await act(first, row, 'reinstate');
  await signNow(first);
  await expect(article(first, 'statement.officer.reinstate')).toContainText('1 × security officer');
  await addSignature(second, 'statement.officer.reinstate');
  await expect(row).not.toContainText(say('administration.suspended'), { timeout: 45_000 });

  await act(first, row, 'role');
  const dialog = first.getByRole('alertdialog');
  await dialog.getByRole('button', { name: /Officer/ }).click();
  await first.getByRole('option', { name: say('officer-role.reader') }).click();
  await dialog.getByLabel(say('administration.term')).fill('2020-01-01');
  await expect(dialog.getByText(say('administration.term.past'))).toBeVisible();
  await expect(dialog.getByLabel(say('administration.term'))).toHaveAccessibleDescription(new RegExp(say('administration.ends.whole').replaceAll('.', '\\.')));
  await expect(dialog.getByRole('button', { name: say('administration.sign-now'), exact: true })).toBeDisabled();
  await dialog.getByLabel(say('administration.term')).fill(nextYear());
  await noViolations(first, ['en']);
  await signNow(first);
  await expect(article(first, 'statement.officer.role')).toContainText('The role of');
  await expect(article(first, 'statement.officer.role')).toContainText(say('administration.ends.whole'));

  // Meanwhile the other attests somebody: whatever waits on this roster is void, and drafted anew in one press.
  await act(second, rowOf(second, 'Demonstration officer 1 (BR)'), 'attest');
  await signNow(second);
  const anew = first.getByRole('button', { name: say('administration.anew'), exact: true });
  await expect(anew).toBeVisible({ timeout: 45_000 });
  await noViolations(first, ['en', 'ar']);
  await anew.click();
  await expect(anew).toBeHidden({ timeout: 30_000 });
  await addSignature(second, 'statement.officer.role');
  await expect(row).toContainText(say('officer-role.reader'), { timeout: 45_000 });
  await expect(row).toContainText(`Until ${Number(nextYear().slice(8))}`);
  // What a term is not.
  await expect(row).toContainText(say('administration.ends.whole'));
});

test('any officer stops the member’s mail, by keyboard; two security officers let it go on', async ({ people }) => {
  const officer = await people.signIn('br-officer-1', { viewport: { width: 360, height: 740 } });
  await goTo(officer, '/administration');
  await officer.getByRole('button', { name: say('administration.freeze') }).focus();
  await officer.keyboard.press('Enter');
  await officer.getByRole('alertdialog').getByRole('button', { name: say('administration.sign-now'), exact: true }).focus();
  await officer.keyboard.press('Enter');
  await expect(officer.getByText(say('administration.frozen'))).toBeVisible({ timeout: 30_000 });
  expect(await officer.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)).toBe(true);
  await noViolations(officer, ['en', 'ar']);
  // An officer does not lift it.
  await expect(officer.getByRole('button', { name: say('administration.unfreeze') })).toHaveCount(0);

  const [first, second] = [await people.signIn('br-security-1'), await people.signIn('br-security-2')];
  for (const page of [first, second]) await goTo(page, '/administration');
  await first.getByRole('button', { name: say('administration.unfreeze') }).click();
  await signNow(first);
  await addSignature(second, 'statement.member.unfreeze');
  await expect(officer.getByText(say('administration.frozen'))).toBeHidden({ timeout: 45_000 });
});

const rowOf = (page: Page, name: string): Locator => page.locator('.officers > li').filter({ hasText: name });

async function act(page: Page, row: Locator, which: 'suspend' | 'reinstate' | 'role' | 'attest'): Promise<void> {
  await row.getByRole('button', { name: /Acts/ }).click();
  await page.getByRole('menuitem', { name: say(`administration.act.${which}`), exact: true }).click();
  await page.getByRole('alertdialog').waitFor();
}

function nextYear(): string {
  return `${new Date().getFullYear() + 1}-06-30`;
}

/** axe in each of the languages; English again afterwards. */
async function noViolations(page: Page, languages: readonly Language[]): Promise<void> {
  for (const language of [...languages.filter((each) => each !== 'en'), 'en'] as const) {
    // A dialog covers the language bar; it is looked through as it is.
    const bar = page.locator('.languages button[lang]').filter({ hasText: language === 'ar' ? 'عربي' : 'English' });
    if (languages.length > 1 && (await page.locator('.overlay').count()) === 0) {
      await bar.click();
      await expect(page.locator('html')).toHaveAttribute('lang', language);
    }
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect.soft(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`), `${page.url()} ${language}`).toEqual([]);
  }
}

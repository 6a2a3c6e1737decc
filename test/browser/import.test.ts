// A file into the directory by the portal: brought, read, decided, imported, undone; by keyboard where it matters, in English and Arabic.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, goTo, test, words, type Language } from './portal.ts';

test.describe.configure({ timeout: 180_000 });

const DIRTY = [
  'Country;Authority;Phone;E-mail;Remarks',
  'Kenya;Ethics and Anti-Coruption Commission;+254 20 111 1111 / +254 20 222 2222;new@example.org;misspelt',
  'Atlantis;Ministry of Waves;12345;;',
  'Kenya;=1+1;;;',
  'كينيا;هيئة العرض التوضيحي;=cmd();nobody;"عدة\nأسطر"',
].join('\r\n');

const LOOKS: readonly { language: Language; part: string; width: number }[] = [
  { language: 'en', part: 'secretariat-1', width: 1280 },
  { language: 'ar', part: 'secretariat-2', width: 360 },
];

async function clean(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${where}: ${id} ${nodes[0]?.html ?? ''}`)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), `${where} is cut off sideways`).toBeLessThanOrEqual(0);
}

for (const { language, part, width } of LOOKS) {
  test(`from the file to the entries and back: ${language}, ${width} pixels`, async ({ people }) => {
    const t = words(language);
    const page = await people.signIn(part, { locale: language, viewport: { width, height: 800 } });
    await goTo(page, '/directory');
    await page.getByRole('link', { name: t('import.link') }).click();
    await page.getByRole('heading', { level: 1, name: t('import.title') }).waitFor();
    await clean(page, 'imports');

    // What is no table is refused with the reason.
    const choose = async (name: string, content: string): Promise<void> => {
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: t('import.bring') }).focus();
      await page.keyboard.press('Enter');
      await (await chooser).setFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) });
    };
    await choose('letter.pdf', '%PDF-1.7');
    await expect(page.getByRole('alert')).toContainText(t('import.refused.other-type'));
    await choose(`bodies-${language}.csv`, DIRTY);

    await page.getByRole('heading', { name: t('import.first-rows') }).waitFor();
    await expect(page.getByText('Ethics and Anti-Coruption Commission').first()).toBeVisible();
    await expect(page.getByText('+254 20 222 2222', { exact: true })).toBeVisible();
    await expect(page.getByText(t('import.problem.name-is-formula'))).toBeVisible();
    await clean(page, 'reading');

    // Another meaning for a column, chosen by keyboard.
    const remarks = page.locator('.import-columns li').filter({ hasText: 'Remarks' }).getByRole('button');
    await expect(remarks).toContainText(t('import.target.notes'));
    await remarks.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: t('import.target.ignore') }).waitFor();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await expect(remarks).toContainText(t('import.target.ignore'));

    await page.getByRole('button', { name: t('import.check'), exact: true }).click();
    await page.getByRole('heading', { name: t('import.plan') }).waitFor({ timeout: 30_000 });
    await expect(page.locator('.import-doubles').getByText(t('import.reason.other-spelling'))).toBeVisible();
    await clean(page, 'plan');

    // The same body under a wrong spelling: a person says so.
    await page.locator('.import-decision').getByRole('button').click();
    await page.getByRole('option', { name: t('import.decision.alias') }).click();
    await page.getByText(t('import.rows.none')).waitFor();
    await page.getByRole('button', { name: t('import.run'), exact: true }).click();
    const dialog = page.getByRole('alertdialog');
    await dialog.waitFor();
    await clean(page, 'import now?');
    await dialog.getByRole('button', { name: t('import.run'), exact: true }).click();
    await page.getByRole('heading', { name: t('import.result') }).waitFor({ timeout: 60_000 });
    await expect(page.locator('.import-problems').getByText(t('import.problem.unknown-state'))).toBeVisible();
    await clean(page, 'result');

    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: t('import.problems.save') }).click();
    expect((await saved).suggestedFilename()).toBe('import-problems.csv');

    await page.getByRole('button', { name: t('import.undo') }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: t('import.undo') }).click();
    await expect(page.getByRole('status').filter({ hasText: t('import.stage.undone') })).toBeVisible({ timeout: 60_000 });
    await clean(page, 'undone');

    await page.getByRole('link', { name: t('import.back') }).click();
    await expect(page.getByRole('link', { name: `bodies-${language}.csv` })).toBeVisible();
    await clean(page, 'list');
  });
}

test('officers of members have no imports', async ({ people, hub }) => {
  const page = await people.signIn('br-security-1', { locale: 'en' });
  await goTo(page, '/directory');
  await expect(page.getByRole('link', { name: words('en')('import.link') })).toHaveCount(0);
  const answer = await page.request.get(`${hub.url}/api/directory/imports`);
  expect(answer.status()).toBe(403);
});

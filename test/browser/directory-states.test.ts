// The directory as a map with its table, State by State, and on paper: by keyboard, in English and Arabic, light and dark, under the strict policy.
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, goTo, test, words, type Key, type Language } from './portal.ts';

test.describe.configure({ timeout: 240_000 });

/** A folder to keep pictures of the screens in, for looking at them. */
const PICTURES = process.env['GLOBE_TEST_PICTURES'];

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return;
  await mkdir(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
}

async function clean(page: Page, where: string): Promise<void> {
  await expect(page.locator('.waiting')).toHaveCount(0);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect.soft(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary?.split('\n')[1] ?? ''}`).join(' | ')}`), where).toEqual([]);
}

/** Chooses a form in the menu of this name; the text of the file that comes. */
async function save(page: Page, language: Language, menu: Key, format: Key): Promise<string> {
  const t = words(language);
  await page.getByRole('button', { name: t(menu) }).press('Enter');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: t(format) }).press('Enter')]);
  return readFile(await download.path(), 'utf8');
}

async function fitsAcross(page: Page, where: string): Promise<void> {
  const { wide, seen } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, seen: document.documentElement.clientWidth }));
  expect(wide, where).toBeLessThanOrEqual(seen);
}

for (const [language, part, colorScheme] of [['en', 'br-officer-1', 'light'], ['ar', 'ae-officer-1', 'dark']] as const) {
  test(`map and table say the same, by keyboard: ${language}, ${colorScheme}`, async ({ people }) => {
    const t = words(language);
    const page = await people.signIn(part, { locale: language, colorScheme });
    await goTo(page, '/directory');
    await page.getByRole('link', { name: t('directory.view.map'), exact: true }).press('Enter');
    const map = page.getByRole('listbox', { name: t('map.label') });
    await map.waitFor();
    await picture(page, `map-${language}`);
    await clean(page, `map ${language}`);
    await expect(page.getByText(t('map.disclaimer') as string)).toBeVisible();

    // Each State of the map stands in the table with the same number.
    const drawn = await map.locator('[role=option]').evaluateAll((paths) => paths.map((path) => path.getAttribute('aria-label')!));
    const rows = await page.locator('table.numbers tbody tr').evaluateAll((all) => all.map((row) => [row.querySelector('th')!.textContent!, ...[...row.querySelectorAll('td.number')].map((cell) => cell.textContent!)]));
    expect(drawn.length).toBeGreaterThan(60);
    expect(rows.length).toBeGreaterThan(drawn.length);
    for (const label of drawn) expect(rows.some(([name, ...numbers]) => label.replaceAll(/[\u2068\u2069]/g, '').startsWith(name!) && numbers.join() === label.match(/\d+/g)!.slice(-3).join()), label).toBe(true);

    // Most authorities first, then the map by its arrows.
    await page.getByRole('button', { name: t('map.column.authorities') as string }).press('Enter');
    await expect(page.locator('th[aria-sort=descending]')).toHaveCount(1);
    await map.focus();
    const active = () => map.evaluate((svg) => document.getElementById(svg.getAttribute('aria-activedescendant')!)?.getAttribute('aria-label'));
    await expect.poll(active).toMatch(/\d/);
    const first = await active();
    await page.keyboard.press('ArrowDown');
    await expect.poll(active).not.toBe(first);
    await page.keyboard.press('Home');
    await expect.poll(active).toBe(first);
    const [count] = first!.match(/\d+/g)!.slice(-3);
    await page.keyboard.press('Enter');
    await page.waitForURL(/state=[A-Z]{2}/);
    await expect(page.locator('ul.rows > li')).toHaveCount(Number(count));

    await page.setViewportSize({ width: 360, height: 740 });
    await page.getByRole('link', { name: t('directory.view.map'), exact: true }).click();
    await map.waitFor();
    await fitsAcross(page, `map at 360 pixels, ${language}`);
    await picture(page, `map-${language}-narrow`);
  });

  test(`a State says what it has designated and what not; an entry prints as a sheet: ${language}`, async ({ people }) => {
    const t = words(language);
    const page = await people.signIn(part === 'br-officer-1' ? 'br-officer-2' : 'ae-officer-2', { locale: language, colorScheme });
    await goTo(page, '/directory');
    await page.getByLabel(t('directory.search') as string).fill('KNAB');
    await expect(page.locator('ul.rows > li')).toHaveCount(1);
    // What is found, and only that, as a file.
    const rows = (await save(page, language, 'directory.export.found', 'directory.export.csv')).trim().split(/\r\n(?=[0-9a-f-]{36},)/);
    expect(rows).toHaveLength(2);
    expect(rows[1]).toContain('KNAB');
    await page.setViewportSize({ width: 360, height: 740 });
    await page.getByRole('button', { name: t('directory.export.found') }).press('Enter');
    await page.getByRole('menuitem').first().waitFor();
    await picture(page, `export-${language}-narrow`);
    await page.keyboard.press('Escape');
    await fitsAcross(page, `list with the menu of files at 360 pixels, ${language}`);
    await clean(page, `list with the menu of files, ${language}`);
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.locator('ul.rows > li a').first().click();
    const card = await save(page, language, 'directory.export.entry', 'directory.export.vcf');
    expect(card.match(/BEGIN:VCARD/g)).toHaveLength(1);
    expect(card).toMatch(/NICKNAME;LANGUAGE=[a-z]+:KNAB/);
    await picture(page, `entry-acts-${language}`);
    await page.locator('.facts a[href="/directory/states/LV"]').click();
    await page.getByRole('heading', { name: t('state.functions') as string }).waitFor();
    await expect(page.getByText(t('state.coverage.convention') as string)).toHaveCount(3);
    await expect(page.getByText(t('state.coverage.missing') as string)).toHaveCount(4);
    await picture(page, `state-${language}`);
    await clean(page, `State ${language}`);
    await page.setViewportSize({ width: 360, height: 740 });
    await fitsAcross(page, `State at 360 pixels, ${language}`);
    await page.setViewportSize({ width: 1280, height: 800 });

    await page.locator('ul.rows > li a').first().click();
    await page.locator('.source-list li').first().waitFor();
    // On paper: no navigation, black on white, all of the entry.
    await page.emulateMedia({ media: 'print', colorScheme: 'light' });
    await expect(page.locator('.nav')).toBeHidden();
    await expect(page.locator('.source-list li').first()).toBeVisible();
    const pdf = await page.pdf({ format: 'A4', ...(PICTURES === undefined ? {} : { path: join(PICTURES, `entry-${language}.pdf`) }) });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  });
}

test('the secretariat sees all States by function and takes them along', async ({ people }) => {
  const t = words('en');
  const page = await people.signIn('secretariat-1', { locale: 'en' });
  await goTo(page, '/directory');
  await page.getByRole('link', { name: t('coverage.title') as string }).click();
  await page.getByRole('row', { name: /Latvia/ }).waitFor();
  await picture(page, 'coverage-en');
  await clean(page, 'coverage');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: t('coverage.export') as string }).click()]);
  expect(download.suggestedFilename()).toBe('coverage.csv');
  await page.setViewportSize({ width: 360, height: 740 });
  await fitsAcross(page, 'coverage at 360 pixels');
});

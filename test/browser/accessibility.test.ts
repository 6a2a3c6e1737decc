// axe on every page in English and Arabic, light and dark and with forced colours; 360 pixels and 200 per cent hold.
import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContextOptions, Page } from '@playwright/test';
import { expect, goTo, test, words, type Language } from './portal.ts';

// Some twenty pages each, every one looked through by axe.
test.describe.configure({ timeout: 300_000 });

const PLACES = ['/directory', '/network', '/administration', '/audit', '/account', '/inbox'] as const;
const LOOKS: readonly { name: string; language: Language; part: string; options: BrowserContextOptions }[] = [
  { name: 'English, light', language: 'en', part: 'br-security-1', options: { colorScheme: 'light' } },
  { name: 'English, dark', language: 'en', part: 'br-security-2', options: { colorScheme: 'dark' } },
  { name: 'Arabic, light, forced colours', language: 'ar', part: 'ae-security-1', options: { colorScheme: 'light', forcedColors: 'active' } },
  { name: 'Arabic, dark', language: 'ar', part: 'ae-security-2', options: { colorScheme: 'dark' } },
];

for (const { name, language, part, options } of LOOKS) {
  test(`no violations: ${name}`, async ({ people, hub }) => {
    const t = words(language);
    const { page: outside } = await people.browse({ ...options, locale: language });
    for (const address of ['/sign-in', '/enrol']) {
      await outside.goto(`${hub.url}${address}`);
      await outside.getByRole('heading').first().waitFor();
      await clean(outside, `${address} (${name})`);
    }

    const page = await people.signIn(part, { ...options, locale: language });
    await page.locator('.nav').waitFor();
    for (const place of PLACES) {
      await goTo(page, place);
      await settled(page);
      await clean(page, `${place} (${name})`);
    }
    await sendOne(page, language);
    await page.locator('.thread-row').first().click();
    await page.getByRole('article').first().waitFor();
    await clean(page, `thread (${name})`);
    await page.getByRole('button', { name: t('thread.details') }).first().click();
    await page.getByRole('dialog').waitFor();
    await clean(page, `details (${name})`);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: t('thread.reply'), exact: true }).click();
    await page.getByLabel(t('compose.text')).waitFor();
    await clean(page, `reply (${name})`);

    await goTo(page, '/audit');
    await page.locator('.act').first().click();
    await clean(page, `audit entry (${name})`);
    await page.keyboard.press('Control+k');
    await page.getByRole('menuitem').first().waitFor();
    await clean(page, `go anywhere (${name})`);
    await page.keyboard.press('Escape');
    await goTo(page, '/directory');
    await page.locator('main a[href^="/directory/"]').first().click();
    await settled(page);
    await clean(page, `authority (${name})`);
    await changeOwnEntry(page, language, name);
  });
}

/** The form with a value of each kind that has fields of its own, the proposals and the history of one's own entry. */
async function changeOwnEntry(page: Page, language: Language, look: string): Promise<void> {
  const t = words(language);
  await goTo(page, '/directory');
  await page.getByRole('link', { name: t('entry.proposals'), exact: true }).click();
  await page.getByRole('heading', { level: 1, name: t('entry.proposals'), exact: true }).waitFor();
  await settled(page);
  await clean(page, `proposals (${look})`);
  await goTo(page, '/directory');
  await page.getByRole('link', { name: t('entry.own.open'), exact: true }).click();
  await page.getByRole('link', { name: t('entry.history'), exact: true }).click();
  await page.getByRole('heading', { level: 1, name: t('entry.history'), exact: true }).waitFor();
  await settled(page);
  await clean(page, `history (${look})`);
  await page.goBack();
  await page.getByRole('link', { name: t('entry.edit'), exact: true }).click();
  for (const part of ['hours', 'designations', 'practice'] as const) {
    await page.getByRole('button', { name: `${t('entry.add') as string}: ${t(`entry.part.${part}`) as string}`, exact: true }).click();
  }
  await page.getByRole('button', { name: t('entry.propose'), exact: true }).click();
  await page.getByRole('button', { name: t('entry.faults.first'), exact: true }).waitFor();
  await clean(page, `form (${look})`);
}

test('360 pixels wide, and text at 200 per cent: nothing is cut off sideways', async ({ people }) => {
  for (const [part, language] of [['cg-security-2', 'en'], ['ae-officer-1', 'ar']] as const) {
    const page = await people.signIn(part, { locale: language, viewport: { width: 360, height: 740 } });
    for (const place of PLACES) {
      await goTo(page, place);
      await settled(page);
      await fitsAcross(page, `${place} at 360 pixels, ${language}`);
    }
    if (part === 'cg-security-2') {
      await goTo(page, '/directory');
      await page.getByRole('link', { name: words(language)('entry.own.open'), exact: true }).click();
      await page.getByRole('link', { name: words(language)('entry.edit'), exact: true }).click();
      await page.getByRole('button', { name: words(language)('entry.propose'), exact: true }).waitFor();
      await fitsAcross(page, `the form of an entry at 360 pixels, ${language}`);
    }
    // 200 per cent of a window of 1280 pixels.
    await page.setViewportSize({ width: 640, height: 400 });
    for (const place of PLACES) {
      await goTo(page, place);
      await settled(page);
      await fitsAcross(page, `${place} at 200 per cent, ${language}`);
    }
  }
});

async function sendOne(page: Page, language: Language): Promise<void> {
  const t = words(language);
  await goTo(page, '/inbox');
  await page.locator('a[href="/compose"]').click();
  await page.getByRole('option').first().click();
  await page.locator('summary').click();
  await clean(page, `compose (${language})`);
  await page.getByLabel(t('compose.subject')).fill('Accessible');
  await page.getByLabel(t('compose.text')).fill('Text.');
  await page.getByRole('button', { name: t('compose.send'), exact: true }).click();
  await page.getByRole('button', { name: t('compose.send-now') }).waitFor();
  await clean(page, `undo (${language})`);
  await page.getByRole('button', { name: t('compose.send-now') }).click();
  await page.getByText(t('compose.sent') as string).waitFor({ timeout: 30_000 });
  await page.locator('.thread-row').first().waitFor();
}

/** Until nothing says that it is loading. */
async function settled(page: Page): Promise<void> {
  await expect(page.locator('.waiting')).toHaveCount(0);
}

async function clean(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary?.split('\n')[1] ?? ''}`).join(' | ')}`);
  // Soft: one run names everything that is to be mended.
  expect.soft(told, where).toEqual([]);
}

async function fitsAcross(page: Page, where: string): Promise<void> {
  const { wide, seen } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, seen: document.documentElement.clientWidth }));
  expect(wide, where).toBeLessThanOrEqual(seen);
}

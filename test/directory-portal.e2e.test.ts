// The directory's screens in a real browser, as an officer of a member sees them.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { startNetworkHub, type NetworkHub } from './support/network.ts';

const PROGRAM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
/** A folder to keep pictures of the screens in, for looking at them. */
const PICTURES = process.env['GLOBE_TEST_PICTURES'];

let hub: NetworkHub;
let browser: Browser;
let context: BrowserContext;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  hub = await startNetworkHub();
  browser = await chromium.launch({ executablePath: PROGRAM, headless: true, args: ARGUMENTS });
  // axe reads and marks elements from a script of its own, which the portal's policy would keep out. Other suites watch the policy.
  context = await browser.newContext({ locale: 'en-GB', bypassCSP: true, reducedMotion: 'reduce' });
  page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
  await page.goto(hub.account('br-officer-1').link.replace(/^https?:\/\/[^/]+/, hub.url));
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(/\/inbox$/, { timeout: 60_000 });
  // Asking whether a session lives on is answered with 401, which a browser writes down.
  complaints.length = 0;
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await hub?.stop();
}, 60_000);

async function picture(name: string): Promise<void> {
  if (PICTURES === undefined) return;
  await mkdir(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
}

/** The screens themselves; the frame around them has a suite of its own. */
async function expectAccessible(): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include('main').analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
}

/** By the navigation, so that the keys stay in memory. */
async function openDirectory(): Promise<void> {
  await page.locator('nav a[href="/directory"]').first().click();
  await page.waitForURL(/\/directory$/);
  await page.locator('ul.rows li').first().waitFor();
}

test('finds by typing, with an error in it, and says why', async () => {
  await openDirectory();
  await picture('list-en');
  await expectAccessible();
  await page.getByLabel('Search the directory').fill('bundeskrimnalamt');
  await page.waitForURL(/q=bundeskrimnalamt/);
  const row = page.locator('ul.rows li');
  await row.filter({ hasText: 'Federal Criminal Police Office' }).waitFor();
  expect(await row.count()).toBe(1);
  expect(await row.textContent()).toContain('Germany');
  await page.getByLabel('Search the directory').fill('no such body anywhere');
  await page.getByRole('heading', { name: 'No authority found' }).waitFor();
  await picture('none-en');
  await expectAccessible();
  await page.getByRole('button', { name: 'Clear search and filters' }).click();
  await page.waitForURL(/\/directory$/);
  expect(await page.getByLabel('Search the directory').inputValue()).toBe('');
}, 120_000);

test('narrows by State and function by keyboard alone, pages on, and comes back to the same list', async () => {
  await openDirectory();
  expect(await page.locator('ul.rows li').count()).toBe(50);
  await page.getByRole('button', { name: 'Show more' }).press('Enter');
  await page.waitForFunction(() => document.querySelectorAll('ul.rows li').length === 100);
  await page.getByRole('button', { name: /All functions/ }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type('Prevention');
  await page.keyboard.press('Enter');
  await page.waitForURL(/function=prevention/);
  await page.getByRole('button', { name: /All States/ }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type('Latv');
  await page.keyboard.press('Enter');
  await page.waitForURL(/state=LV/);
  await page.waitForFunction(() => document.querySelectorAll('ul.rows li').length === 1);
  const link = page.getByRole('link', { name: 'Corruption Prevention and Combating Bureau' });
  await link.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Corruption Prevention and Combating Bureau' }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
  await page.goBack();
  await page.waitForURL(/function=prevention/);
  await link.waitFor();
}, 120_000);

test('an entry says whether it can be written to, how to reach it, and where each value was read', async () => {
  await openDirectory();
  await page.getByText('Only members of this network').click();
  await page.waitForURL(/member/);
  await page.waitForFunction(() => document.querySelectorAll('ul.rows li').length === 3);
  expect(await page.getByText('Can be written to now').count()).toBe(3);
  await picture('members-en');
  await page.getByRole('link', { name: 'High Authority for the Fight against Corruption' }).click();
  await page.getByRole('heading', { level: 1, name: 'High Authority for the Fight against Corruption' }).waitFor();
  await page.getByText('4 officers will be able to read').waitFor();
  await picture('entry-member-en');
  await expectAccessible();
  expect(await page.locator('a[href="https://halc.cg"]').getAttribute('rel')).toBe('noopener noreferrer');
  for (const mark of await page.locator('.source-mark a').all()) {
    const target = (await mark.getAttribute('href'))!;
    expect(await page.locator(target).count()).toBe(1);
  }
  await page.getByRole('link', { name: 'Write a message' }).click();
  await page.waitForURL(/\/compose\?member=/);
}, 120_000);

test('an authority that is no member is not shown as one', async () => {
  await openDirectory();
  await page.getByLabel('Search the directory').fill('KNAB');
  await page.waitForFunction(() => document.querySelectorAll('ul.rows li').length === 1);
  await page.getByRole('link', { name: 'Corruption Prevention and Combating Bureau' }).click();
  await page.getByText('Not a member of this network').waitFor();
  expect(await page.getByRole('link', { name: 'Write a message' }).count()).toBe(0);
  await picture('entry-en');
}, 120_000);

test.each([
  ['عربي', 'ar', 'الدليل'], ['中文', 'zh', '名录'], ['Français', 'fr', 'Répertoire'], ['Русский', 'ru', 'Справочник'], ['Español', 'es', 'Directorio'],
])('in %s, narrow and wide', async (name, language) => {
  await page.getByRole('button', { name }).or(page.getByRole('radio', { name })).first().click();
  await page.waitForFunction((wanted) => document.documentElement.lang === wanted, language);
  await openDirectory();
  expect(await page.evaluate(() => document.documentElement.dir)).toBe(language === 'ar' ? 'rtl' : 'ltr');
  await picture(`list-${language}`);
  await expectAccessible();
  await page.locator('ul.rows li', { hasText: 'HALC' }).or(page.locator('ul.rows li').first()).first().locator('a').first().click();
  await page.waitForURL(/\/directory\/[0-9a-f-]{36}/);
  await page.locator('.source-list li').first().waitFor();
  await picture(`entry-${language}`);
  await expectAccessible();
  await page.setViewportSize({ width: 360, height: 740 });
  await expectNoSideways();
  await picture(`entry-${language}-narrow`);
  await openNarrow();
  await expectNoSideways();
  await picture(`list-${language}-narrow`);
  await page.setViewportSize({ width: 1280, height: 800 });
}, 120_000);

/** Nothing reaches beyond 360 px, once the page has taken that width. */
async function expectNoSideways(): Promise<void> {
  await page.waitForFunction(() => innerWidth === 360 && document.documentElement.scrollWidth <= 360, null, { timeout: 3000 }).catch(async () => {
    const beyond = await page.evaluate(() => [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > 360.5).map((element) => element.outerHTML.slice(0, 200)));
    expect(beyond).toEqual([]);
    throw new Error('the page is wider than 360 px');
  });
}

async function openNarrow(): Promise<void> {
  await page.goBack();
  await page.locator('ul.rows li').first().waitFor();
}

test('the browser had nothing to complain about', () => {
  expect(complaints).toEqual([]);
});

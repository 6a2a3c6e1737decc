// What the browser suites share: one hub with the demonstration network a run, people in browsers of their own, and a watch on the
// content security policy: a violation anywhere fails the test that caused it.
import { readFileSync } from 'node:fs';
import { test as base, expect, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from '@playwright/test';
import { startNetworkHub, type Account, type NetworkHub } from '../support/network.ts';
import type english from '../../apps/web/src/locales/en.json';

export { expect };
export type Language = 'ar' | 'en';
export type Key = keyof typeof english;

/** The portal's words. Arguments stand for anything: then it is a pattern. */
export function words(language: Language): (key: Key) => string | RegExp {
  const catalogue = JSON.parse(readFileSync(new URL(`../../apps/web/src/locales/${language}.json`, import.meta.url), 'utf8')) as Record<Key, string>;
  return (key) => {
    const text = catalogue[key];
    if (!text.includes('{')) return text;
    return new RegExp(`^${text.split(/\{\w+\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[^]*')}$`);
  };
}

export interface People {
  /** A browser of its own, watched; nobody is signed in. */
  browse(options?: BrowserContextOptions): Promise<{ context: BrowserContext; page: Page }>;
  /** An officer of the demonstration, signed in by the link that `npm start` prints, at the first page of their role. */
  signIn(part: string, options?: BrowserContextOptions): Promise<Page>;
}

const PERIOD_MS = 30_000;

export const test = base.extend<{ people: People }, { hub: NetworkHub }>({
  hub: [
    async ({ browserName }, use) => {
      if (browserName !== 'chromium') throw new Error('virtual authenticators are Chromium’s');
      const hub = await startNetworkHub();
      await use(hub);
      await hub.stop();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  people: async ({ browser, hub }, use) => {
    const violations: string[] = [];
    const contexts: BrowserContext[] = [];
    const browse = async (options: BrowserContextOptions = {}) => {
      const context = await watchedContext(browser, options, violations);
      contexts.push(context);
      return { context, page: await context.newPage() };
    };
    await use({
      browse,
      signIn: async (part, options) => {
        const { page } = await browse(options);
        await signInByLink(page, hub, hub.account(part));
        return page;
      },
    });
    await Promise.all(contexts.map((context) => context.close()));
    expect(violations, 'violations of the content security policy').toEqual([]);
  },
});

async function watchedContext(browser: Browser, options: BrowserContextOptions, violations: string[]): Promise<BrowserContext> {
  const context = await browser.newContext(options);
  await context.exposeFunction('globeViolation', (what: string) => void violations.push(what));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
      void (window as unknown as { globeViolation(what: string): Promise<void> }).globeViolation(`${violatedDirective} ${blockedURI} ${sample}`);
    });
  });
  // Workers have no document to listen on; what they violate shows on the console.
  context.on('console', (message) => {
    if (/content security policy|trusted ?type|trustedscript/i.test(message.text())) violations.push(message.text());
  });
  context.on('weberror', (error) => violations.push(`uncaught: ${error.error().message}`));
  return context;
}

/** The code of an account counts once: where somebody signed in with it moments ago, the next one is awaited. */
export async function signInByLink(page: Page, hub: NetworkHub, account: Account): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await page.goto('about:blank');
    // The link names the hub on which the network was made; this one is its clone.
    await page.goto(`${hub.url}/sign-in${new URL(account.link).hash}`);
    await page.locator('input[autocomplete="one-time-code"]').and(page.locator(':not([value=""])')).waitFor();
    await page.locator('button[type="submit"]').click();
    const inside = page.locator('.shell');
    await inside.or(page.getByRole('alert')).first().waitFor({ timeout: 60_000 });
    if (await inside.isVisible()) return;
    if (attempt === 2) throw new Error(`${account.part} could not sign in: ${await page.getByRole('alert').innerText()}`);
    await page.waitForTimeout(PERIOD_MS - (Date.now() % PERIOD_MS) + 500);
  }
}

const TITLES = {
  '/inbox': 'inbox.title', '/directory': 'directory.title', '/network': 'network.title', '/administration': 'administration.title', '/applications': 'applications.title', '/audit': 'audit.title', '/account': 'account.title',
} as const satisfies Record<string, Key>;

/** By the navigation, as a person would: loading an address anew drops the keys. */
export async function goTo(page: Page, place: keyof typeof TITLES): Promise<void> {
  await page.locator(`.nav a[href="${place}"]`).click();
  const language = (await page.locator('html').getAttribute('lang')) as Language;
  await page.getByRole('heading', { level: 1, name: words(language)(TITLES[place]), exact: true }).waitFor();
}

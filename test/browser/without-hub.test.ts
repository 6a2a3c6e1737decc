// The portal opened while the hub cannot be reached: the kept directory and nothing else; never while the hub answers, never of an older build.
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContext, Page } from '@playwright/test';
import { newThread, sendMessage } from '#client';
import { DEFAULT_LABELS } from '#protocol';
import { startFront, type Front } from '../support/front.ts';
import { openMailbox, signInAs, startNetworkHub, type NetworkHub } from '../support/network.ts';
import { expect, goTo, signInByLink, test as base, words, type Language } from './portal.ts';

const SUBJECT = 'Only for whoever has the keys';
const FOUND = 'Ethics and Anti-Corruption Commission';

const test = base.extend<object, { front: Front; fronted: NetworkHub }>({
  front: [
    async ({ browserName }, use) => {
      if (browserName !== 'chromium') throw new Error('service workers are looked at in Chromium');
      await use(await startFront());
    },
    { scope: 'worker' },
  ],
  fronted: [
    async ({ front }, use) => {
      const hub = await startNetworkHub({ environment: { PUBLIC_URL: front.url } });
      front.lead(hub.url);
      await use({ ...hub, url: front.url });
      await hub.stop();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
});
test.describe.configure({ timeout: 240_000 });
test.afterEach(async ({ front }) => {
  front.instead(() => null);
  await front.mend();
});

const integrity = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

async function keepDirectory(page: Page, language: Language): Promise<void> {
  const t = words(language);
  await goTo(page, '/directory');
  await page.getByRole('link', { name: t('offline.link') }).click();
  await page.getByRole('button', { name: t('offline.keep') }).click();
  await expect(page.getByText(t('offline.closed'))).toBeVisible({ timeout: 60_000 });
}

/** All that Cache Storage holds: names of caches, addresses, and the text of the answers. */
const cached = (page: Page) =>
  page.evaluate(async () => {
    const names = await caches.keys();
    const held = await Promise.all(names.map(async (name) => {
      const cache = await caches.open(name);
      return Promise.all((await cache.keys()).map(async (request) => ({ path: new URL(request.url).pathname, text: await (await cache.match(request))!.text() })));
    }));
    return { names, held: held.flat() };
  });

/** A new tab of the browser, all others closed. */
async function openAnew(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await Promise.all(context.pages().filter((other) => other !== page).map((other) => other.close()));
  await page.goto(url);
  return page;
}

for (const [language, part, width] of [['en', 'br-officer-1', 1280], ['ar', 'ae-officer-1', 360]] as const) {
  test(`closed, cut off, opened again and searched: ${language}, ${width} pixels`, async ({ people, front, fronted }) => {
    const t = words(language);
    const { page, context } = await people.browse({ locale: language, viewport: { width, height: 800 } });
    await signInByLink(page, fronted, fronted.account(part));
    await keepDirectory(page, language);

    await front.cut();
    const opened = await openAnew(context, `${front.url}/inbox`);
    await expect(opened.getByRole('heading', { level: 1, name: t('offline.title') })).toBeVisible();
    await expect(opened.getByText(t('offline.unreachable.lead'))).toBeVisible();
    await expect(opened.getByText(t('offline.verified'))).toBeVisible();
    await expect(opened.getByText(t('shell.demonstration'))).toBeVisible();
    await opened.keyboard.press('Tab');
    await expect(opened.locator('.skip')).toBeFocused();
    await opened.getByRole('searchbox').fill('комиссия по борьбе с коррупцией Кении');
    await expect(opened.locator('.rows summary').first()).toContainText(FOUND);
    await opened.locator('.rows summary').first().focus();
    await opened.keyboard.press('Enter');
    await expect(opened.locator('.rows details[open]')).toHaveCount(1);
    const { violations } = await new AxeBuilder({ page: opened }).analyze();
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html ?? ''}`)).toEqual([]);
    expect(await opened.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
    // The other languages are kept too; and there is no way to sign in, nor anything that could be reached.
    await opened.getByRole('button', { name: language === 'en' ? 'Русский' : 'Français' }).click();
    await expect(opened.locator('html')).toHaveAttribute('lang', language === 'en' ? 'ru' : 'fr');
    await expect(opened.getByRole('textbox')).toHaveCount(0);
    expect(opened.workers()).toHaveLength(0);
    await opened.getByRole('button', { name: language === 'en' ? 'English' : 'عربي' }).click();
    if (process.env['GLOBE_TEST_PICTURES']) await opened.screenshot({ path: `${process.env['GLOBE_TEST_PICTURES']}/without-hub-${language}.png`, fullPage: true });

    // The same button as for any failure: the portal itself is there again, at the address that was asked for.
    await front.mend();
    await opened.getByRole('button', { name: t('action.retry') }).click();
    await expect(opened.locator('.shell')).toBeVisible();
    await expect(opened).toHaveURL(`${front.url}/inbox`);
  });
}

test('the browser closed and started again with the hub out of reach: the kept directory is there', async ({ playwright, launchOptions, front, fronted }) => {
  const t = words('en');
  const profile = await mkdtemp(join(tmpdir(), 'globe-profile-'));
  const start = () => playwright.chromium.launchPersistentContext(profile, { ...launchOptions, locale: 'en' });
  try {
    const before = await start();
    const [page] = before.pages() as [Page];
    await signInByLink(page, fronted, fronted.account('cg-officer-2'));
    await keepDirectory(page, 'en');
    await before.close();

    await front.cut();
    const after = await start();
    try {
      const [opened] = after.pages() as [Page];
      await opened.goto(`${front.url}/directory`);
      await expect(opened.getByRole('heading', { level: 1, name: t('offline.title') })).toBeVisible();
      await expect(opened.getByText(t('offline.verified'))).toBeVisible();
      await opened.getByRole('searchbox').fill('ethics anti-corrupton kenya');
      await expect(opened.locator('.rows summary').first()).toContainText(FOUND);
      expect(opened.workers()).toHaveLength(0);
      // Once the hub answers again it is the portal that opens, and it has no keys.
      await front.mend();
      await opened.getByRole('button', { name: t('action.retry') }).click();
      await expect(opened).toHaveURL(/\/(sign-in|directory)/);
      await expect(opened.getByText(t('offline.unreachable.lead'))).toHaveCount(0);
    } finally {
      await after.close();
    }
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
});

test('Cache Storage holds this build’s files and nothing of a session, after mail was read', async ({ people, front, fronted }) => {
  const t = words('en');
  const writer = await openMailbox(await signInAs(fronted, 'br-officer-2'));
  const { page } = await people.browse();
  await signInByLink(page, fronted, fronted.account('ae-officer-2'));
  await keepDirectory(page, 'en');
  const me = (await page.evaluate(() => fetch('/api/session').then((answer) => answer.json()))) as { member: string; officer: string };
  await sendMessage(writer, newThread(writer.me.member, [me.member]), { kind: 'message', labels: DEFAULT_LABELS, language: 'en', content: { subject: SUBJECT, text: 'Read me.' }, attachments: [] });
  await goTo(page, '/inbox');
  await page.getByRole('link', { name: SUBJECT }).click();
  await expect(page.getByRole('article')).toContainText('Read me.', { timeout: 30_000 });
  // From now on the service worker stands between this tab and the hub.
  await page.reload();
  expect(await page.evaluate(() => navigator.serviceWorker.controller?.scriptURL)).toBe(`${front.url}/service-worker.js`);
  await expect(page.getByRole('heading', { name: t('lock.needed') })).toBeVisible();

  const { names, held } = await cached(page);
  expect(names).toHaveLength(1);
  const listed = await page.evaluate(() => fetch('/service-worker.js').then((answer) => answer.text()));
  for (const { path } of held) expect([path, listed.includes(JSON.stringify(path)), /^\/(assets\/|kept\.html$|icon\.svg$)/.test(path)]).toEqual([path, true, true]);
  expect(held.map(({ path }) => path)).toContain('/kept.html');
  for (const secret of [SUBJECT, 'Read me.', me.officer, me.member]) expect(held.filter(({ text }) => text.includes(secret))).toEqual([]);

  // Removed from the device, and kept once more in the same tab.
  await signInByLink(page, fronted, fronted.account('ae-officer-2'));
  await goTo(page, '/directory');
  await page.getByRole('link', { name: t('offline.link') }).click();
  await page.getByRole('button', { name: t('offline.forget') }).click();
  await expect(page.getByRole('button', { name: t('offline.keep') })).toBeVisible();
  expect(await cached(page)).toEqual({ names: [], held: [] });
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
  await page.getByRole('button', { name: t('offline.keep') }).click();
  await expect(page.getByText(t('offline.closed'))).toBeVisible({ timeout: 60_000 });
  expect((await cached(page)).held).toHaveLength(held.length);
});

test('while the hub answers, it alone decides what is shown; a new build replaces the kept page at the first visit', async ({ people, front, fronted }) => {
  const { page, context } = await people.browse();
  await signInByLink(page, fronted, fronted.account('cg-officer-1'));
  await keepDirectory(page, 'en');
  const before = await cached(page);

  // An error is an answer.
  front.instead((path) => (path === '/inbox' ? { status: 503, type: 'text/plain', body: 'being repaired' } : null));
  const repairing = await context.newPage();
  expect((await repairing.goto(`${front.url}/inbox`))!.status()).toBe(503);
  await expect(repairing.locator('body')).toHaveText('being repaired');

  // A build whose files are not what it says: the kept page stays as it was.
  const script = await (await fetch(`${fronted.url}/service-worker.js`)).text();
  const html = await (await fetch(`${fronted.url}/kept.html`)).text();
  const build = (name: string, content: string) => script.replace(/"build":"\w+"/, `"build":"${name}"`).replace(integrity(html), integrity(content));
  const next = html.replace('<title>', '<meta name="build" content="next"><title>');
  front.instead((path) => (path === '/service-worker.js' ? { status: 200, body: build('broken', next) } : null));
  const outcome = await repairing.evaluate(async () => {
    const registration = (await navigator.serviceWorker.getRegistration())!;
    // Listened for before it begins: it may be over by the time that `update` answers.
    const outcome = new Promise<string>((resolve) => {
      registration.addEventListener('updatefound', () => {
        const worker = registration.installing!;
        worker.addEventListener('statechange', () => {
          if (worker.state !== 'installing') resolve(worker.state);
        });
      });
    });
    await registration.update();
    return outcome;
  });
  expect(outcome).toBe('redundant');
  expect(await cached(repairing)).toEqual(before);

  // A build that is whole: one visit, and only it is kept.
  front.instead((path) => (path === '/service-worker.js' ? { status: 200, body: build('next', next) } : path === '/kept.html' ? { status: 200, body: next } : null));
  const visit = await openAnew(context, front.url);
  await expect.poll(async () => (await cached(visit)).names, { timeout: 60_000 }).toEqual(['portal-next']);
  await front.cut();
  const opened = await openAnew(context, front.url);
  await expect(opened.locator('meta[name="build"]')).toHaveAttribute('content', 'next');
  await expect(opened.getByText(words('en')('offline.verified'))).toBeVisible();
});

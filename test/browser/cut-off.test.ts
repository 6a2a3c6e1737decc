// A removal reaches every open tab of the officer: keys and text are gone, and a plain page says why. On a hub of its own, since it removes somebody.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { newThread, proposeRemoval, sendMessage, signProposal } from '#client';
import { DEFAULT_LABELS } from '#protocol';
import { openMailbox, signInAs, startNetworkHub } from '../support/network.ts';
import { expect, signInByLink, test, words } from './portal.ts';

const t = words('en');
const say = (key: Parameters<typeof t>[0]) => t(key) as string;
const SUBJECT = 'Heron account 7741';
const TEXT = 'The account at the second bank is to be watched from Monday.';

test.describe.configure({ timeout: 300_000 });

/** The worker that holds keys; gone with all its memory once the page has ended it. */
const keyholders = (page: Page) => page.workers().filter((worker) => worker.url().includes('crypto.worker')).length;

test('an officer who is removed: three tabs in two browsers lock, forget and say why', async ({ people }) => {
  const hub = await startNetworkHub();
  try {
    const officer = hub.account('br-officer-2');
    const [first, second, writer] = await Promise.all(['br-security-1', 'br-security-2', 'cg-officer-1'].map((part) => signInAs(hub, part)));
    const member = first!.session.member!;
    const writing = await openMailbox(writer!);
    await sendMessage(writing, newThread(writing.me.member, [member]), { kind: 'message', labels: DEFAULT_LABELS, language: 'en', content: { subject: SUBJECT, text: TEXT }, attachments: [] });

    const { context, page: reading } = await people.browse();
    await signInByLink(reading, hub, officer);
    await reading.getByRole('link', { name: SUBJECT }).click();
    await expect(reading.locator('.prose')).toHaveText(TEXT, { timeout: 30_000 });
    // Another tab of the same browser shares the stream; a tab that is locked listens too.
    const locked = await context.newPage();
    await locked.goto(`${hub.url}/inbox`);
    await expect(locked.getByText(say('lock.needed'))).toBeVisible();
    const { page: writingTab } = await people.browse();
    await signInByLink(writingTab, hub, officer);
    await writingTab.locator('a[href="/compose"]').click();
    await writingTab.getByLabel(say('compose.text')).fill(TEXT);
    const tabs = [reading, locked, writingTab];
    await expect.poll(() => tabs.map(keyholders)).toEqual([1, 1, 1]);

    const proposal = await proposeRemoval(first!, member, officer.officer);
    expect((await signProposal(second!, proposal!)).state).toBe('appended');
    const committed = Date.now();
    await Promise.all(tabs.map((tab) => tab.getByRole('alert').filter({ hasText: say('ended.why.removed') }).waitFor()));
    process.stdout.write(`three tabs say why ${Date.now() - committed} ms after the answer to the last signature\n`);

    for (const tab of tabs) {
      await expect(tab).toHaveURL(`${hub.url}/ended`);
      await expect(tab.getByRole('heading', { level: 1 })).toHaveText(say('ended.title'));
      const whole = `${await tab.title()} ${await tab.content()}`;
      for (const secret of [SUBJECT, TEXT]) expect(whole).not.toContain(secret);
      await expect.poll(() => keyholders(tab)).toBe(0);
    }
    // Coming back says the same, and there is nothing behind it.
    await reading.goto(`${hub.url}/inbox`);
    await expect(reading).toHaveURL(`${hub.url}/ended`);
    for (const language of ['ar', 'en'] as const) {
      await reading.locator('.languages button[lang]').filter({ hasText: language === 'ar' ? 'عربي' : 'English' }).click();
      await expect(reading.getByRole('heading', { level: 1 })).toHaveText(words(language)('ended.title') as string);
      const { violations } = await new AxeBuilder({ page: reading }).analyze();
      expect(violations.map(({ id }) => id), language).toEqual([]);
      await reading.setViewportSize({ width: 360, height: 740 });
      expect(await reading.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
      if (process.env['GLOBE_SHOTS']) await reading.screenshot({ path: `${process.env['GLOBE_SHOTS']}/ended-${language}.png`, fullPage: true });
      await reading.setViewportSize({ width: 1280, height: 720 });
      if (process.env['GLOBE_SHOTS']) await reading.screenshot({ path: `${process.env['GLOBE_SHOTS']}/ended-${language}-wide.png` });
    }
  } finally {
    await hub.stop();
  }
});

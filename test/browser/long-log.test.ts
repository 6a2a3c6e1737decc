// A log of more entries than one answer holds, met by a new browser: read before it is whole, say how far it is, send once it is.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { Client } from 'pg';
import { newThread, sendMessage } from '#client';
import { DEFAULT_LABELS, ENTRIES_PAGE, trustEntryBytes, type Bytes } from '#protocol';
import { assembleEntry, draft, reduceAll, Signers, verifySignatures } from '#trust';
import { appendLeaves } from '../support/append-leaves.ts';
import { openMailbox, signInAs, startNetworkHub, type NetworkHub, type SignedInOfficer } from '../support/network.ts';
import { expect, signInByLink, test, words } from './portal.ts';

/** So many that the log is replayed as one of ten years is. */
const MORE = ENTRIES_PAGE + 200;
const SUBJECT = 'Before the log is whole';

/** Attestations by a real key, each after the one before: valid, and as dull as most of a long log. */
async function grow(hub: NetworkHub, { trust, keyring, session }: SignedInOfficer, about: string): Promise<void> {
  const certificate = (await trust.certificates([session.certificate])).get(session.certificate)!;
  const signers = new Signers(() => certificate);
  let state = await trust.sync();
  const from = state.tree.range.size;
  const leaves: Bytes[] = [];
  while (leaves.length < MORE) {
    const statement = draft.officerAttest({ state, now: Date.now() }, session.member!, about);
    const leaf = trustEntryBytes(assembleEntry(statement, [await keyring.signStatement(statement)]));
    const next = reduceAll(state, await verifySignatures([leaf], { signers, keys: state.network }), null);
    expect(next.refusal).toBeNull();
    state = next.state;
    leaves.push(leaf);
  }
  const database = new Client({ connectionString: hub.database.superuserUrl });
  await database.connect();
  try {
    await appendLeaves(database, leaves, from);
  } finally {
    await database.end();
  }
  await trust.reach(from + MORE);
}

/** What lies beyond the page's edge, on either side. */
const beyondTheEdge = (page: Page) =>
  page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > clientWidth + 1 || one.getBoundingClientRect().left < -1);
    return wide.map(({ tagName, className }) => `${tagName} ${String(className)}`);
  });

test('a long log is read before it is whole, its progress is shown, and sending waits for it', async ({ people }) => {
  test.setTimeout(300_000);
  const say = words('en');
  const hub = await startNetworkHub();
  try {
    // Of a member with whom nobody of the reader's corresponds: its chain waits.
    const stranger = await signInAs(hub, 'cg-security-1');
    await grow(hub, stranger, (await signInAs(hub, 'cg-officer-1')).session.officer);
    const writer = await openMailbox(await signInAs(hub, 'br-officer-1'));
    const { member } = (await signInAs(hub, 'ae-officer-2')).session;
    const written = { kind: 'message', labels: DEFAULT_LABELS, language: 'en', content: { subject: SUBJECT, text: 'Read me first.' }, attachments: [] } as const;
    await sendMessage(writer, newThread(writer.me.member, [member!]), written);

    const { context, page } = await people.browse({ viewport: { width: 360, height: 740 } });
    // A slow line just where the rest of the replay asks for what reading did not need.
    const line = Promise.withResolvers<void>();
    await context.route('**/api/certificates/query', async (route) => {
      if (route.request().postData()?.includes(stranger.session.certificate)) await line.promise;
      await route.continue();
    });
    await signInByLink(page, hub, hub.account('ae-officer-1'));
    const progress = page.getByRole('progressbar', { name: say('replay.title') as string });
    await page.getByRole('link', { name: SUBJECT }).click();
    const message = page.getByRole('article');
    await expect(message.locator('.prose')).toHaveText('Read me first.', { timeout: 60_000 });
    await expect(message).toContainText(say('note.replay-incomplete') as string);
    await expect(progress).toBeVisible();

    await page.getByRole('button', { name: say('thread.reply') as string }).or(page.getByRole('link', { name: say('thread.reply') as string })).first().click();
    await page.getByLabel(say('compose.text') as string).fill('An answer, written meanwhile.');
    const send = page.getByRole('button', { name: say('compose.send') as string, exact: true });
    await expect(send).toBeDisabled();
    await expect(page.getByText(say('compose.replaying') as string)).toBeVisible();
    for (const [language, own] of [['ar', 'عربي'], ['en', 'English']] as const) {
      await page.locator('.languages button[lang]').filter({ hasText: own }).click();
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await expect(page.getByRole('progressbar', { name: words(language)('replay.title') as string })).toBeVisible();
      expect.soft(await beyondTheEdge(page)).toEqual([]);
      expect.soft((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
      await page.screenshot({ path: test.info().outputPath(`progress-${language}-360.png`) });
      await page.setViewportSize({ width: 1280, height: 800 });
      expect.soft((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
      await page.screenshot({ path: test.info().outputPath(`progress-${language}-1280.png`) });
      await page.setViewportSize({ width: 360, height: 740 });
    }

    line.resolve();
    await expect(progress).toBeHidden({ timeout: 60_000 });
    await expect(message).not.toContainText(say('note.replay-incomplete') as string);
    await expect(page.getByLabel(say('compose.text') as string)).toHaveValue('An answer, written meanwhile.');
    await send.click();
    await page.getByRole('button', { name: say('compose.send-now') as string }).click();
    await expect(page.getByText(say('compose.sent') as string)).toBeVisible({ timeout: 60_000 });
  } finally {
    await hub.stop();
  }
});

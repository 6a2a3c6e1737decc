// After new mailbox keys, earlier mail follows in the background of an open portal: seen, paused, gone on with after the portal was opened anew.
import { AxeBuilder } from '@axe-core/playwright';
import { confirmEpoch, newThread, proposeRole, rotateEpoch, sendMessage, signProposal } from '#client';
import { DEFAULT_LABELS } from '#protocol';
import { openMailbox, signInAs } from '../support/network.ts';
import { expect, goTo, signInByLink, test, words } from './portal.ts';

const say = words('en');
const MESSAGES = 160;

test('earlier mail follows to the current keys, is paused, and goes on after the portal was opened anew', async ({ people, hub }) => {
  test.setTimeout(240_000);
  const writer = await openMailbox(await signInAs(hub, 'br-officer-2'));
  const [one, two] = [await signInAs(hub, 'ae-security-1'), await signInAs(hub, 'ae-security-2')];
  const member = one.session.member!;
  const draft = { kind: 'message', labels: DEFAULT_LABELS, language: 'en', content: { subject: null, text: 'Earlier mail' }, attachments: [] } as const;
  for (let i = 0; i < MESSAGES; i += 20) await Promise.all(Array.from({ length: 20 }, () => sendMessage(writer, newThread(writer.me.member, [member]), draft)));

  const { page, context } = await people.browse();
  // The second batch takes as long as it takes to press "pause": a fast machine would be done before.
  const pressed = Promise.withResolvers<void>();
  let batches = 0;
  await context.route('**/rewrapping/batches', async (route) => {
    if (++batches > 1) await pressed.promise;
    await route.continue();
  });
  await signInByLink(page, hub, hub.account('ae-officer-1'));
  await goTo(page, '/administration');
  await expect(page.locator('.epoch').first()).toContainText(say('administration.epoch.current'));
  await expect(page.getByRole('heading', { name: say('rewrap.title') })).toBeHidden();
  await rotateEpoch(one, member);
  expect((await confirmEpoch(two, member, two.session.officer))?.state).toBe('appended');

  const section = page.locator('section').filter({ has: page.getByRole('heading', { name: say('rewrap.title') }) }).last();
  await section.getByRole('progressbar').waitFor({ timeout: 90_000 });
  await section.getByRole('button', { name: say('rewrap.pause') }).focus();
  await page.keyboard.press('Enter');
  await expect(section.getByText(say('rewrap.phase.paused'))).toBeVisible();
  pressed.resolve();
  for (const [language, own] of [['ar', 'عربي'], ['en', 'English']] as const) {
    await page.locator('.languages button[lang]').filter({ hasText: own }).click();
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect.soft((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    }
  }
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await page.setViewportSize({ width: 1280, height: 800 });

  // Paused on this device, whatever happens to the page.
  await signInByLink(page, hub, hub.account('ae-officer-1'));
  await goTo(page, '/administration');
  await expect(section.getByText(say('rewrap.phase.paused'))).toBeVisible({ timeout: 60_000 });
  await section.getByRole('button', { name: say('rewrap.resume') }).click();
  await expect(page.getByRole('heading', { name: say('rewrap.title') })).toBeHidden({ timeout: 120_000 });
});

test('whoever only reads, in an open portal, reads what is sealed to keys made since', async ({ people, hub }) => {
  test.setTimeout(180_000);
  const [one, two] = [await signInAs(hub, 'ae-security-1'), await signInAs(hub, 'ae-security-2')];
  const member = one.session.member!;
  const { officer } = hub.account('ae-officer-2');
  const give = async (role: 'reader' | 'officer') => {
    const proposal = await proposeRole(one, member, officer, { role, ends: null });
    expect((await signProposal(two, proposal!)).state).toBe('appended');
  };
  await give('reader');
  try {
    const page = await people.signIn('ae-officer-2');
    await expect(page.getByRole('link', { name: /./ }).first()).toBeVisible();
    await rotateEpoch(one, member);
    expect((await confirmEpoch(two, member, two.session.officer))?.state).toBe('appended');
    const writer = await openMailbox(await signInAs(hub, 'br-officer-2'));
    const subject = `For the new keys ${Date.now()}`;
    const draft = { kind: 'message', labels: DEFAULT_LABELS, language: 'en', content: { subject, text: 'Read without signing in anew.' }, attachments: [] } as const;
    await sendMessage(writer, newThread(writer.me.member, [member]), draft);
    await page.getByRole('link', { name: subject }).click({ timeout: 90_000 });
    await expect(page.getByRole('article')).toContainText('Read without signing in anew.');
  } finally {
    await give('officer');
  }
});

// A message to a member from which an officer left: it waits, says why, survives a reload, and goes by itself once there are new keys.
import { AxeBuilder } from '@axe-core/playwright';
import { confirmEpoch, proposeRemoval, rotateEpoch, signProposal } from '#client';
import { signInAs } from '../support/network.ts';
import { expect, goTo, signInByLink, test, words } from './portal.ts';

const say = words('en');

test('a message waits for the recipient’s new keys, tells why, and is sent by itself', async ({ people, hub }) => {
  test.setTimeout(240_000);
  const [one, two] = [await signInAs(hub, 'cg-security-1'), await signInAs(hub, 'cg-security-2')];
  const member = one.session.member!;
  const removal = await proposeRemoval(one, member, hub.account('cg-officer-2').officer);
  expect((await signProposal(two, removal!)).state).toBe('appended');

  const page = await people.signIn('ae-officer-2');
  await page.locator('a[href="/compose"]').click();
  const option = page.getByRole('option').filter({ hasText: /Waits for new keys of/ });
  await option.click();
  await expect(page.getByText(say('compose.will-wait'))).toBeVisible();
  await page.getByLabel(say('compose.subject')).fill('Waits for keys');
  await page.getByLabel(say('compose.text')).fill('Written before the keys were there.');
  await page.getByRole('button', { name: say('compose.send'), exact: true }).click();
  await page.getByRole('button', { name: say('compose.send-now') }).click();
  const outbox = page.getByRole('region', { name: say('compose.outbox') });
  await expect(outbox).toContainText(say('compose.state.held'), { timeout: 30_000 });
  await expect(outbox.getByText(/Waits for new keys of/)).toBeVisible();
  for (const [language, own] of [['ar', 'عربي'], ['en', 'English']] as const) {
    await page.locator('.languages button[lang]').filter({ hasText: own }).click();
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    expect.soft((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  }
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await page.setViewportSize({ width: 1280, height: 800 });

  await signInByLink(page, hub, hub.account('ae-officer-2'));
  await expect(outbox).toContainText(say('compose.state.held'), { timeout: 30_000 });

  await rotateEpoch(one, member);
  expect((await confirmEpoch(two, member, two.session.officer))?.state).toBe('appended');
  await expect(outbox).toBeHidden({ timeout: 60_000 });
  await goTo(page, '/inbox');
  await expect(page.locator('.thread-row').filter({ hasText: 'Waits for keys' })).toBeVisible({ timeout: 30_000 });

  const reader = await people.signIn('cg-officer-1');
  await reader.locator('.thread-row').filter({ hasText: 'Waits for keys' }).click({ timeout: 60_000 });
  await expect(reader.getByRole('article').first()).toContainText('Written before the keys were there.', { timeout: 60_000 });
});

test('a message that waits can be taken back, and is a draft again', async ({ people, hub }) => {
  test.setTimeout(180_000);
  const [one, two] = [await signInAs(hub, 'br-security-1'), await signInAs(hub, 'br-security-2')];
  const removal = await proposeRemoval(one, one.session.member!, hub.account('br-officer-2').officer);
  expect((await signProposal(two, removal!)).state).toBe('appended');
  const page = await people.signIn('ae-officer-1');
  await page.locator('a[href="/compose"]').click();
  await page.getByRole('option').filter({ hasText: /Waits for new keys of/ }).first().click();
  await page.getByLabel(say('compose.text')).fill('Not to be sent after all.');
  await page.getByRole('button', { name: say('compose.send'), exact: true }).click();
  await page.getByRole('button', { name: say('compose.send-now') }).click();
  const cancel = page.getByRole('button', { name: say('compose.held.cancel') });
  await cancel.waitFor({ timeout: 30_000 });
  await cancel.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel(say('compose.text'))).toHaveValue('Not to be sent after all.');
  await expect(page.getByRole('region', { name: say('compose.outbox') })).toBeHidden();
});

// A device gets its name at its first use, is listed on another one, removed from there, and its officer learns what to do when one is lost.
import { proposeReinstatement, signProposal } from '#client';
import { signInAs } from '../support/network.ts';
import { expect, goTo, signInByLink, test } from './portal.ts';
import { noViolations, say } from './ceremonies.ts';
import type { Page } from '@playwright/test';

async function nameIt(page: Page, name: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(say('device.name')).fill(name);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden({ timeout: 30_000 });
}
async function fitsPhone(page: Page): Promise<void> {
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
}
const wide = (page: Page) => page.setViewportSize({ width: 1280, height: 800 });

test('two devices of one officer: named, told apart, one removed by the other', async ({ people, hub }) => {
  test.setTimeout(240_000);
  const laptop = await people.signIn('ae-officer-1');
  const banner = laptop.locator('.urged').filter({ hasText: say('device.new') });
  await banner.getByRole('button', { name: say('device.name-it') }).click({ timeout: 60_000 });
  await nameIt(laptop, 'Laptop of the office');
  await expect(banner).toBeHidden();

  const { page: phone } = await people.browse();
  await signInByLink(phone, hub, hub.account('ae-officer-1'));
  await goTo(phone, '/account');
  // Asked for once: "not now" holds, and the account page offers it still.
  await phone.locator('.urged').getByRole('button', { name: say('action.later') }).click({ timeout: 60_000 });
  await expect(phone.locator('.urged').filter({ hasText: say('device.new') })).toBeHidden();
  const theirs = phone.getByRole('article', { name: 'Laptop of the office' });
  await expect(theirs.getByText('portal', { exact: true })).toBeVisible({ timeout: 30_000 });
  await phone.locator('#main section').filter({ has: phone.getByRole('heading', { name: say('device.title') }) }).getByRole('button', { name: say('device.name-it') }).click();
  await nameIt(phone, 'هاتف المناوبة');
  const own = phone.getByRole('article', { name: 'هاتف المناوبة' });
  await expect(own.getByText(say('device.this'))).toBeVisible();
  await expect(own.getByText(say('account.this-session'))).toBeVisible();
  await noViolations(phone, ['en', 'ar']);
  await fitsPhone(phone);
  await wide(phone);

  // What to do when it is lost, before anything is done.
  await theirs.getByRole('button', { name: /^Lost it\? Laptop/ }).click();
  const lost = phone.getByRole('dialog');
  await expect(lost.getByText(/Demonstration security officer|Demonstration officer/).first()).toBeVisible({ timeout: 30_000 });
  await expect(lost.getByText(say('device.lost.unsafe.open'))).toBeVisible();
  await noViolations(phone, ['en']);
  await fitsPhone(phone);
  await wide(phone);
  await lost.getByRole('button', { name: say('device.lost.end-sessions') }).click();
  const asking = phone.getByRole('alertdialog');
  await expect(asking.getByText(say('device.remove.keys'))).toBeVisible();
  await asking.getByRole('button', { name: say('action.remove') }).click();
  await expect(theirs).toBeHidden({ timeout: 30_000 });
  await expect(laptop).toHaveURL(/\/ended$/, { timeout: 30_000 });

  // A device that was removed asks for a name again.
  await signInByLink(laptop, hub, hub.account('ae-officer-1'));
  await expect(banner).toBeVisible({ timeout: 60_000 });
});

test('security officers see how many devices, and no names; an officer who lost one suspends themself', async ({ people, hub }) => {
  test.setTimeout(240_000);
  const officer = await people.signIn('ae-officer-2');
  await officer.locator('.urged').getByRole('button', { name: say('device.name-it') }).click({ timeout: 60_000 });
  await nameIt(officer, 'Secret word');
  const security = await people.signIn('ae-security-1');
  await goTo(security, '/administration');
  const row = security.locator('.officers > li').filter({ hasText: 'Demonstration officer 2' });
  await expect(row.getByText(/^1 device in use/)).toBeVisible({ timeout: 60_000 });
  await expect(security.getByText('Secret word')).toHaveCount(0);

  await goTo(officer, '/account');
  await officer.getByRole('button', { name: /^Lost it\? Secret word/ }).click({ timeout: 30_000 });
  await officer.getByRole('dialog').getByRole('button', { name: say('device.suspend') }).click();
  await officer.getByRole('alertdialog').getByRole('button', { name: say('administration.sign-now') }).click();
  await expect(officer).toHaveURL(/\/ended$/, { timeout: 30_000 });
  await expect(row.getByText(say('administration.suspended'), { exact: true })).toBeVisible({ timeout: 60_000 });

  // The network is everybody's: as it was.
  const [one, two] = [await signInAs(hub, 'ae-security-1'), await signInAs(hub, 'ae-security-2')];
  const lifted = await proposeReinstatement(one, one.session.member!, hub.account('ae-officer-2').officer);
  expect((await signProposal(two, lifted!)).state).toBe('appended');
});

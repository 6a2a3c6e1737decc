// Ways back to one's keys: the sheet checked and printed, a drill in a browser that knows nothing, and a re-issue from invitation to the wait.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { TOTP } from 'otpauth';
import { keepSheet } from './ceremonies.ts';
import { expect, goTo, test, words } from './portal.ts';

const say = words('en');
const PERIOD_MS = 30_000;

async function noViolations(page: Page): Promise<void> {
  for (const [language, own] of [['ar', 'عربي'], ['en', 'English']] as const) {
    await page.locator('.languages button[lang]').filter({ hasText: own }).click();
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect.soft(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)).toEqual([]);
  }
}
async function fitsPhone(page: Page): Promise<void> {
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await page.setViewportSize({ width: 1280, height: 800 });
}

test('a security officer checks the sheet, and rehearses in a browser that knows nothing of them', async ({ people, hub }) => {
  test.setTimeout(240_000);
  const account = hub.account('ae-security-2');
  const { page } = await people.browse();
  await page.goto(`${hub.url}/sign-in`);
  await page.getByLabel(say('sign-in.name')).fill(account.signInName);
  await page.getByLabel(say('sign-in.passphrase')).fill(account.passphrase);
  // A code counts once, and the demonstration's own drill may have used the present one.
  await page.waitForTimeout(PERIOD_MS - (Date.now() % PERIOD_MS) + 500);
  await page.getByLabel(say('sign-in.code')).fill(new TOTP({ secret: account.totpSecret }).generate());
  await page.locator('button[type="submit"]').click();
  await page.getByLabel(say('sign-in.recovery')).fill(account.recoveryCode);
  await page.getByRole('button', { name: say('sign-in.unlock') }).click();
  await expect(page).toHaveURL(`${hub.url}/inbox`, { timeout: 60_000 });

  await goTo(page, '/account');
  await expect(page.getByText(say('recovery.second'))).toBeVisible();
  const groups = account.recoveryCode.split('-');
  const fields = page.getByLabel(say('recovery.check.group'));
  await fields.first().waitFor();
  for (const field of await fields.all()) await field.fill('000');
  await page.getByRole('button', { name: say('recovery.check'), exact: true }).click();
  await expect(page.getByText(say('recovery.check.wrong'))).toBeVisible();
  for (const field of await fields.all()) {
    const label = await field.evaluate((input) => (input as HTMLInputElement).labels?.[0]?.textContent ?? '');
    await field.fill(groups[Number(/\d/.exec(label)![0]) - 1]!.toLowerCase());
  }
  await page.keyboard.press('Enter');
  await expect(fields.first()).toBeHidden();
  await page.getByRole('button', { name: say('recovery.show-sheet') }).click();
  const sheet = page.getByRole('dialog');
  await expect(sheet.getByTestId('recovery-code')).toHaveText(account.recoveryCode);
  await expect(sheet.locator('ol.phrase li')).toHaveCount(12);
  await sheet.getByRole('button', { name: say('action.close') }).click();
  await noViolations(page);
  await fitsPhone(page);

  await page.getByRole('button', { name: say('drill.record') }).click();
  await expect(page.getByText(say('drill.recorded'))).toBeVisible();
  await expect(page.getByRole('button', { name: say('drill.record') })).toBeHidden();
  // Elsewhere the same officer signs in on a known device: that is no drill.
  await goTo(page, '/administration');
  const live = page.locator('section').filter({ has: page.getByRole('heading', { name: say('live.title') }) }).last();
  await expect(live.getByText(say('live.since'))).toBeVisible();
  await goTo(page, '/network');
  await expect(page.getByText(/Live since position/).first()).toBeVisible();
});

test('an officer who lost everything enrols again, two sign, and the wait is there for all to see and stop', async ({ people }) => {
  test.setTimeout(300_000);
  const first = await people.signIn('br-security-1');
  await goTo(first, '/administration');
  await first.getByRole('button', { name: say('reissue.begin') }).click();
  const dialog = first.getByRole('dialog');
  await expect(dialog.getByText(say('reissue.costs.what'))).toBeVisible();
  await dialog.getByRole('button', { name: new RegExp(String(say('reissue.officer'))) }).click();
  await first.getByRole('option', { name: /Demonstration officer 2/ }).click();
  await dialog.getByLabel(say('invitation.note')).fill('Laptop in a river');
  await dialog.getByText(say('reissue.tried')).click();
  expect.soft((await new AxeBuilder({ page: first }).analyze()).violations).toEqual([]);
  await dialog.getByRole('button', { name: say('invitation.make') }).click();
  const link = await dialog.getByTestId('invitation-link').innerText();
  await dialog.getByRole('button', { name: say('action.close') }).click();

  const { page: lost, context } = await people.browse();
  const cdp = await context.newCDPSession(lost);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true, hasPrf: true },
  });
  await lost.goto(link);
  await expect(lost.getByText(say('reissue.enrol'))).toBeVisible();
  await lost.getByText(say('enrol.phrase.compared')).click();
  await lost.getByRole('button', { name: say('enrol.phrase.same') }).click();
  await lost.getByLabel(say('enrol.about.name')).fill('Demonstration officer 2 (BR)');
  await lost.getByLabel(say('enrol.about.function')).fill('Investigator');
  await lost.getByRole('button', { name: say('action.continue') }).click();
  await lost.getByText(say('terms.accept')).click();
  await lost.getByRole('button', { name: say('action.continue') }).click();
  await lost.getByRole('button', { name: say('enrol.credential.passkey') }).click();
  await keepSheet(lost);
  await goTo(lost, '/administration');

  await first.getByRole('button', { name: say('audit.refresh') }).click();
  await first.getByRole('button', { name: say('administration.words.show') }).click({ timeout: 60_000 });
  await first.getByRole('dialog').getByText(say('administration.words.compared')).click();
  await first.getByRole('dialog').getByRole('button', { name: say('administration.admit') }).click();
  const second = await people.signIn('br-security-2');
  await goTo(second, '/administration');
  for (const signer of [second, lost]) {
    const card = signer.getByRole('article').filter({ has: signer.getByRole('button', { name: say('administration.sign') }) });
    await card.getByText(say('administration.words.compared')).click({ timeout: 60_000 });
    await card.getByRole('button', { name: say('administration.sign') }).click();
    await expect(card.getByRole('button', { name: say('administration.sign') })).toBeHidden({ timeout: 30_000 });
  }
  await expect(lost.getByText(say('reissue.waits'))).toBeVisible({ timeout: 60_000 });
  await noViolations(lost);

  // The old keys are in force still, and their owner can stop what they did not ask for.
  const owner = await people.signIn('br-officer-2');
  await goTo(owner, '/administration');
  await owner.getByRole('button', { name: say('administration.veto') }).click({ timeout: 60_000 });
  await owner.getByRole('alertdialog').getByRole('button').last().click();
  await expect(owner.getByRole('button', { name: say('administration.veto') })).toBeHidden({ timeout: 60_000 });
});

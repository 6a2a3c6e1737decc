// An officer sees what was signed about a colleague, says that it was not us, and every page of the member says what is stopped. On a hub of its own.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { Client } from 'pg';
import { proposeRemoval, signProposal, suspendOfficer } from '#client';
import { TrustAt } from '#trust';
import { signInAs, startNetworkHub } from '../support/network.ts';
import { expect, goTo, signInByLink, test, words, type Language } from './portal.ts';

const t = words('en');
const say = (key: Parameters<typeof t>[0]) => t(key) as string;

test.describe.configure({ timeout: 300_000 });

test('a statement nobody expected: the bell, the alert, "this was not us", and the mail is stopped', async ({ people }) => {
  const hub = await startNetworkHub();
  try {
    const { page } = await people.browse();
    await signInByLink(page, hub, hub.account('br-officer-1'));
    const bell = page.locator('.bell');
    await bell.click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(say('alerts.title'));
    await expect(page.getByText(say('statement.officer.admit')).first()).toBeVisible({ timeout: 30_000 });
    await expect(bell).toHaveAttribute('aria-label', /none new/);
    await goTo(page, '/inbox');

    const signer = await signInAs(hub, 'br-security-1');
    const { member } = signer.session;
    const suspension = await suspendOfficer(signer, member!, hub.account('br-officer-2').officer);
    // Without a reload, and without waiting for the next look: the stream says that the log has grown.
    await expect(bell).toHaveAttribute('aria-label', /1 new/, { timeout: 20_000 });
    await bell.click();
    const row = page.getByRole('listitem').filter({ hasText: say('statement.officer.suspend') });
    await expect(row).toContainText(say('alerts.new'));
    await expect(row).toContainText(hub.account('br-security-1').name);
    await row.getByText(say('alerts.proof'), { exact: true }).click();
    await expect(row).toContainText(`"${hub.account('br-officer-2').officer}"`);
    await clean(page, 'alerts');

    await row.getByRole('button', { name: say('alerts.not-us') }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('alertdialog');
    await expect(dialog).toContainText(say('alerts.not-us.what'));
    await dialog.getByRole('button', { name: say('alerts.not-us.confirm') }).click();
    await expect(page.getByRole('alert').filter({ hasText: say('trouble.frozen') })).toBeVisible({ timeout: 30_000 });
    await expect(row.getByRole('button', { name: say('alerts.not-us') })).toHaveCount(0);
    await clean(page, 'frozen');

    const state = await signer.trust.sync();
    expect(new TrustAt(state).isMemberFrozen(member!)).toBe(true);
    expect(suspension!.index).not.toBeNull();
    const { page: colleague } = await people.browse();
    await signInByLink(colleague, hub, hub.account('br-security-2'));
    await expect(colleague.getByRole('alert').filter({ hasText: say('trouble.frozen') })).toContainText(hub.account('br-officer-1').name, { timeout: 30_000 });
    await goTo(colleague, '/directory');
    await expect(colleague.getByRole('alert').filter({ hasText: say('trouble.frozen') })).toBeVisible();
  } finally {
    await hub.stop();
  }
});

test('who left is named by the card that this device knew; a device that did not says so', async ({ people }) => {
  const hub = await startNetworkHub();
  const owner = new Client({ connectionString: hub.databaseUrl });
  await owner.connect();
  try {
    const { officer: gone, name } = hub.account('br-officer-2');
    const { page } = await people.browse();
    await signInByLink(page, hub, hub.account('br-officer-1'));
    await page.locator('.bell').click();
    await expect(page.getByText(name, { exact: false }).first()).toBeVisible({ timeout: 30_000 });

    const [one, two] = [await signInAs(hub, 'br-security-1'), await signInAs(hub, 'br-security-2')];
    const removal = await proposeRemoval(one, one.session.member!, gone);
    expect((await signProposal(two, removal!)).state).toBe('appended');
    // As the worker does a week later.
    await owner.query('DELETE FROM officer_card WHERE officer = $1', [gone]);

    const { page: elsewhere } = await people.browse();
    for (const [where, called] of [[page, name], [elsewhere, `an officer who left (${gone.slice(0, 8)}`]] as const) {
      await signInByLink(where, hub, hub.account('br-officer-1'));
      await where.locator('.bell').click();
      const row = where.getByRole('listitem').filter({ hasText: say('statement.officer.remove') });
      await expect(row).toContainText(called, { timeout: 60_000 });
    }
    await clean(elsewhere, 'left');
  } finally {
    await owner.end();
    await hub.stop();
  }
});

async function clean(page: Page, name: string): Promise<void> {
  for (const language of ['ar', 'en'] as const satisfies readonly Language[]) {
    await page.locator('.languages button[lang]').filter({ hasText: language === 'ar' ? 'عربي' : 'English' }).click();
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect.soft(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`), `${name} ${language}`).toEqual([]);
    if (process.env['GLOBE_SHOTS']) await page.screenshot({ path: `${process.env['GLOBE_SHOTS']}/${name}-${language}.png` });
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth), `${name} at 360 pixels, ${language}`).toBeLessThanOrEqual(360);
    if (process.env['GLOBE_SHOTS']) await page.screenshot({ path: `${process.env['GLOBE_SHOTS']}/${name}-${language}-360.png` });
    await page.setViewportSize({ width: 1280, height: 720 });
  }
}

// New terms of use stand before every page, once, and nothing else is lost: the keys that were opened stay open.
import { Client } from 'pg';
import { expect, goTo, test, words } from './portal.ts';

const t = words('en');

test('somebody who has not accepted the present terms reads them before anything else, in their language, at 360 px', async ({ people, hub }) => {
  const { officer } = hub.account('ae-officer-2');
  const owner = new Client({ connectionString: hub.databaseUrl });
  await owner.connect();
  await owner.query('DELETE FROM terms_acceptance WHERE account = (SELECT id FROM account WHERE officer = $1)', [officer]);

  const page = await people.signIn('ae-officer-2', { viewport: { width: 360, height: 740 } });
  await expect(page.getByText(t('terms.new'))).toBeVisible();
  await expect(page.getByText(words('en')('inbox.title'), { exact: true }).and(page.locator('h1'))).toHaveCount(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  const go = page.getByRole('button', { name: t('action.continue') });
  await expect(go).toBeDisabled();
  await page.getByText(t('terms.accept')).click();
  await go.click();
  await page.getByRole('heading', { level: 1, name: t('inbox.title') }).waitFor();
  // Not asked again, and no unlocking either.
  await goTo(page, '/network');
  await expect(page.locator('ol.phrase').first()).toBeVisible({ timeout: 30_000 });
  const { rows } = await owner.query('SELECT version FROM terms_acceptance WHERE account = (SELECT id FROM account WHERE officer = $1)', [officer]);
  expect(rows).toEqual([{ version: 1 }]);
  await owner.end();
});

// An officer changes where their notices go, with the keyboard alone: the code comes by a real mail.
import { startMailServer, type MailServer } from '../support/mail-server.ts';
import { startNetworkHub } from '../support/network.ts';
import { noViolations, say, tabTo } from './ceremonies.ts';
import { expect, goTo, test as base } from './portal.ts';

const test = base.extend<object, { mail: MailServer }>({
  mail: [
    async ({ browserName }, use) => {
      if (browserName !== 'chromium') throw new Error('virtual authenticators are Chromium’s');
      const mail = await startMailServer();
      await use(mail);
      await mail.stop();
    },
    { scope: 'worker' },
  ],
  hub: [
    async ({ mail }, use) => {
      const hub = await startNetworkHub({ environment: { SMTP_URL: mail.url } });
      await use(hub);
      await hub.stop();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
});

const NEW = 'new.desk@ministry.example';

test('a new address, by the code that was mailed there', async ({ people, mail }) => {
  test.setTimeout(240_000);
  const page = await people.signIn('cg-officer-2', { viewport: { width: 360, height: 740 } });
  await goTo(page, '/account');
  await tabTo(page, 'button', say('notice.address.change'));
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel(say('notice.address.new'))).toBeFocused();
  await page.keyboard.type('no address');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText(say('notice.address.invalid'))).toBeVisible();
  await expect(dialog.getByLabel(say('notice.address.new'))).toHaveAttribute('aria-invalid', 'true');
  await noViolations(page, ['en']);
  await page.keyboard.press('Control+a');
  await page.keyboard.type(NEW);
  await page.keyboard.press('Enter');

  const code = dialog.getByLabel(say('notice.address.code'));
  await expect(code).toBeFocused({ timeout: 30_000 });
  await expect(dialog.getByText(say('notice.address.mail.sent'))).toBeVisible({ timeout: 60_000 });
  const [mailed] = mail.mails.filter(({ to }) => to.includes(NEW));
  const right = /^(\d{8})$/m.exec(mailed!.text)![1]!;
  await page.keyboard.type(String((Number(right) + 1) % 10 ** 8).padStart(8, '0'));
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText(say('problem.code-refused'));
  await noViolations(page, ['en']);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);

  // Closed, it is found again, in Arabic too.
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  const awaited = page.locator('.banner').filter({ hasText: NEW });
  await expect(awaited).toBeVisible();
  await noViolations(page, ['en', 'ar']);
  await tabTo(page, 'button', say('notice.address.enter-code'));
  await page.keyboard.press('Enter');
  await expect(code).toBeFocused();
  await page.keyboard.type(`${right.slice(0, 4)} ${right.slice(4)}`);
  await page.keyboard.press('Enter');
  await expect(page.getByText(say('notice.address.changed'))).toBeVisible({ timeout: 30_000 });
  await expect(dialog).toBeHidden();
  await expect(page.getByText(NEW, { exact: true })).toBeVisible();
  await expect(awaited).toBeHidden();
  await expect(page.getByRole('button', { name: say('notice.address.change') })).toBeVisible();
});

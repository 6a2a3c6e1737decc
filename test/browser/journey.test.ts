// The whole journey between two browsers, in English and in Arabic: find a counterpart, write, send, read, verify, save, follow into the log.
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, goTo, test, words, type Language } from './portal.ts';

const ATTACHMENT = Buffer.from(Array.from({ length: 150_000 }, (_, i) => (i * 31 + (i >> 8)) & 0xff));
const TEXT: Readonly<Record<Language, string>> = {
  en: 'We examine payments made in 2021. Who were the beneficial owners?\n\nوشكرًا على تعاونكم.',
  ar: 'ندقّق في مدفوعات جرت عام 2021. من هم المستفيدون الحقيقيون؟\n\nThank you for your co-operation.',
};
/** Names by which the directory finds the counterparts, and parts who play. */
const ROLES: Readonly<Record<Language, { sender: string; recipient: string; find: string }>> = {
  en: { sender: 'br-officer-1', recipient: 'ae-officer-1', find: 'UAE Accountability Authority' },
  ar: { sender: 'ae-officer-2', recipient: 'cg-officer-1', find: 'High Authority for the Fight against Corruption' },
};

for (const language of ['en', 'ar'] as const) {
  test(`from the directory to the audit log, in ${language === 'en' ? 'English' : 'Arabic'}`, async ({ people }) => {
    const t = words(language);
    const { sender, recipient, find } = ROLES[language];
    const subject = `Company records ${language} ${Date.now()}`;
    const from = await people.signIn(sender, { locale: language });
    await expect(from.locator('html')).toHaveAttribute('dir', language === 'ar' ? 'rtl' : 'ltr');

    await goTo(from, '/directory');
    await from.getByRole('searchbox').first().fill(find);
    await from.locator('main').getByRole('link', { name: find }).first().click();
    await from.locator('a[href^="/compose?member="]').click();
    await writeMessage(from, language, subject);

    // Undo brings the message back as it was; then it is sent.
    await from.getByRole('button', { name: t('compose.send'), exact: true }).click();
    await from.getByRole('button', { name: t('action.undo') }).click();
    await expect(from.getByLabel(t('compose.subject'))).toHaveValue(subject);
    await expect(from.getByLabel(t('compose.text'))).toHaveValue(TEXT[language]);
    await expect(from.getByText('records.bin')).toBeVisible();
    await from.getByRole('button', { name: t('compose.send'), exact: true }).click();
    await from.getByRole('button', { name: t('compose.send-now') }).click();
    await expect(from.getByText(t('compose.sent'))).toBeVisible({ timeout: 30_000 });

    const to = await people.signIn(recipient, { locale: language });
    await to.getByRole('link', { name: subject }).click();
    const message = to.getByRole('article');
    await expect(message).toContainText(verifiedStart(language), { timeout: 30_000 });
    await expect(message.locator('.prose')).toHaveText(TEXT[language], { useInnerText: true });
    await expect(message).toContainText('TLP:AMBER+STRICT');
    await labelsComeBeforeText(to);

    await message.getByRole('button', { name: t('attachment.save') }).click();
    await expect(to.getByRole('dialog')).toContainText(t('attachment.unscanned') as string);
    const [download] = await Promise.all([to.waitForEvent('download'), to.getByRole('dialog').getByRole('button', { name: t('attachment.save') }).click()]);
    expect(download.suggestedFilename()).toBe('records.bin');
    expect((await readFile(await download.path())).equals(ATTACHMENT)).toBe(true);

    await message.getByRole('button', { name: t('thread.details') }).click();
    await expect(to.getByRole('dialog')).toContainText(t('details.hub-saw') as string);
    const id = await idOfMessage(to, language);
    await to.keyboard.press('Escape');

    // Both acts are in the log, and each of the two can prove it in the browser.
    await proveAct(from, language, 'message.send', id);
    await proveAct(to, language, 'message.fetch', id);
  });
}

async function writeMessage(page: Page, language: Language, subject: string): Promise<void> {
  const t = words(language);
  await expect(page.getByRole('list', { name: t('compose.chosen') }).getByRole('listitem')).toHaveCount(1);
  await page.getByLabel(t('compose.subject')).fill(subject);
  await page.getByLabel(t('compose.text')).fill(TEXT[language]);
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: t('compose.attach') }).click()]);
  await chooser.setFiles({ name: 'records.bin', mimeType: 'application/octet-stream', buffer: ATTACHMENT });
  await expect(page.getByText(t('compose.uploaded') as string)).toBeVisible();
}

/** The verdict up to the sender's name. */
function verifiedStart(language: Language): string {
  return (words(language)('verdict.verified') as RegExp).source.split('[^]*')[0]!.slice(1);
}

async function labelsComeBeforeText(page: Page): Promise<void> {
  const order = await page.getByRole('article').first().evaluate((article) => {
    const labels = article.querySelector('.labels');
    const text = article.querySelector('.prose');
    return labels !== null && text !== null && (labels.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  });
  expect(order).toBe(true);
}

async function idOfMessage(page: Page, language: Language): Promise<string> {
  const fact = page.getByRole('dialog').locator('.fact').filter({ hasText: words(language)('details.message-id') as string });
  return (await fact.locator('code').innerText()).trim();
}

async function proveAct(page: Page, language: Language, action: 'message.send' | 'message.fetch', message: string): Promise<void> {
  const t = words(language);
  await goTo(page, '/audit');
  const rows = page.locator('.timeline > li').filter({ hasText: t(`action-name.${action}`) as string });
  // The log takes a moment to have the act; what was looked at before may be listed first, and the list is long by then.
  const row = rows.filter({ hasText: message });
  await expect(async () => {
    await page.getByRole('button', { name: t('audit.refresh') }).click();
    await rows.first().waitFor();
    for (const closed of await rows.locator('.act[aria-expanded="false"]').all()) if ((await row.count()) === 0) await closed.click();
    await expect(row).toHaveCount(1, { timeout: 1_000 });
  }).toPass();
  await row.getByRole('button', { name: t('audit.verify-here') }).click();
  await expect(row.getByRole('alert')).toContainText((t('audit.proof.proven') as RegExp).source.split('[^]*')[0]!.slice(1));
}

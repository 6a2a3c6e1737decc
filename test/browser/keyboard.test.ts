// A message is written and sent with the keyboard alone.
import { tabTo } from './ceremonies.ts';
import { expect, test, words } from './portal.ts';

const t = words('en');

test('write and send without a pointer', async ({ people }) => {
  const page = await people.signIn('br-officer-2');
  const subject = `By keyboard ${Date.now()}`;
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog').getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('new mess');
  await expect(page.getByRole('menuitem')).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: t('compose.title') })).toBeFocused();

  await tabTo(page, 'searchbox', t('compose.to') as string);
  await page.keyboard.type('Congo');
  await expect(page.getByRole('option')).toHaveCount(1);
  await tabTo(page, 'option', /High Authority/);
  await page.keyboard.press('Space');
  await expect(page.getByRole('list', { name: t('compose.chosen') }).getByRole('listitem')).toHaveCount(1);
  await tabTo(page, 'textbox', t('compose.subject') as string);
  await page.keyboard.type(subject);
  await tabTo(page, 'textbox', t('compose.text') as string);
  await page.keyboard.type('Sent with the keyboard alone.');
  await tabTo(page, 'button', t('compose.send') as string);
  await page.keyboard.press('Enter');
  // Undo is the next thing that the Tab key leads to, however long the list below is.
  await expect(page.getByRole('region', { name: t('compose.outbox') as string })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: t('action.undo') as string, exact: true })).toBeFocused();
  await tabTo(page, 'button', t('compose.send-now') as string);
  await page.keyboard.press('Enter');
  await expect(page.getByText(t('compose.sent') as string)).toBeVisible({ timeout: 30_000 });

  await tabTo(page, 'link', new RegExp(subject));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: subject })).toBeFocused();
  await expect(page.getByRole('article')).toContainText('Sent with the keyboard alone.');
});

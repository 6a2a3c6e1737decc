// The directory on a telephone in Arabic: who answers now, the list, the map and its table, the sheet; and the choice of a parent body by keyboard.
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { directoryProposalRoutes, type OfficeHours } from '#protocol';
import { signInAs } from '../support/network.ts';
import { contentOf, lookAt, secretariatChanges } from './directory-acts.ts';
import { expect, goTo, test, words } from './portal.ts';

const NARROW = { locale: 'ar', viewport: { width: 360, height: 800 } } as const;

test.describe.configure({ timeout: 120_000 });

const hours = (weekly: OfficeHours['weekly']): OfficeHours => ({
  id: randomUUID(), visibility: 'public', provenance: { source: 'a letter', date: null }, purpose: 'urgent', zone: 'UTC', weekly, holidays: null, language: 'en',
});
/** Monday is 1. */
const dayAfter = (days: number) => ((new Date(Date.now() + days * 86_400_000).getUTCDay() + 6) % 7) + 1;

test('who answers now, the list, the map and the sheet: Arabic, 360 pixels', async ({ people, hub }) => {
  const t = words('ar');
  const secretariat = [await signInAs(hub, 'secretariat-2'), await signInAs(hub, 'secretariat-3')] as const;
  const ofMember = async (part: string) => (await (await signInAs(hub, part)).hub.call(directoryProposalRoutes.ownAuthority, {})).authority;
  const [open, closed] = [await ofMember('ae-officer-2'), await ofMember('br-officer-2')];
  await secretariatChanges(secretariat, open, (content) => ({ ...content, hours: [hours([{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }])] }));
  await secretariatChanges(secretariat, closed, (content) => ({ ...content, hours: [hours([{ days: [dayAfter(3)], from: '09:00', to: '10:00' }])] }));

  const page = await people.signIn('cg-officer-1', NARROW);
  await goTo(page, '/directory');
  await page.locator('.rows li').first().waitFor();
  await lookAt(page, 'narrow-list');
  await page.getByRole('checkbox', { name: t('directory.filter.answering') }).focus();
  await page.keyboard.press('Space');
  const row = page.locator('.rows li').filter({ has: page.locator(`a[href="/directory/${open}"]`) });
  await expect(row).toContainText(t('directory.answering') as string);
  await expect(page.locator(`.rows a[href="/directory/${closed}"]`)).toHaveCount(0);
  await lookAt(page, 'narrow-answering');

  await page.getByRole('link', { name: t('directory.sheet') }).click();
  await expect(page.locator('tbody tr')).toHaveCount(1);
  await expect(page.getByText(t('directory.filter.answering') as string)).toBeVisible();
  await lookAt(page, 'narrow-sheet');
  await page.getByRole('main').getByRole('link', { name: t('directory.view.list') }).click();
  await page.locator(`.rows a[href="/directory/${open}"]`).click();
  await expect(page.locator('.answering')).toContainText(t('directory.answering') as string);
  await lookAt(page, 'narrow-open');

  await goTo(page, '/directory');
  await page.getByRole('link', { name: t('directory.view.map') }).click();
  await page.getByRole('table').waitFor();
  await expect(page.locator('.state-map svg')).toBeVisible();
  expect(await page.locator('.table-room').evaluate((room) => room.scrollWidth - room.clientWidth)).toBeLessThanOrEqual(0);
  await lookAt(page, 'narrow-map');
  await page.getByRole('link', { name: t('directory.view.list') }).click();
  await page.getByRole('searchbox').fill('البرازيل');
  await page.locator(`.rows a[href="/directory/${closed}"]`).click();
  await expect(page.locator('.answering')).toContainText(t('directory.answering.no') as string);
  await lookAt(page, 'narrow-closed');
});

test('the sheet has every entry that was found, and prints without the frame', async ({ people }) => {
  const t = words('en');
  const page = await people.signIn('br-officer-1');
  await goTo(page, '/directory');
  await page.getByRole('link', { name: t('directory.sheet') }).click();
  await page.locator('tbody tr').first().waitFor();
  // More than one page of the hub's answers.
  expect(await page.locator('tbody tr').count()).toBeGreaterThan(200);
  const names = await page.locator('tbody th bdi:first-child').allInnerTexts();
  expect(names).toContain('Ethics and Anti-Corruption Commission');
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.nav')).toBeHidden();
  await expect(page.locator('.urged')).toBeHidden();
  await expect(page.getByRole('button', { name: t('directory.print') })).toBeHidden();
  await expect(page.getByRole('table')).toBeVisible();
  await page.setViewportSize({ width: 794, height: 1123 });
  await lookAt(page, 'sheet-print');
});

test('the parent body is found while one types, chosen by keyboard, and linked by its entry', async ({ people, hub }) => {
  const t = words('en');
  const page = await people.signIn('br-security-1');
  await goTo(page, '/directory');
  await page.getByRole('link', { name: t('entry.own.open') }).click();
  await page.getByRole('link', { name: t('entry.edit') }).waitFor();
  const own = await page.getByRole('heading', { level: 1 }).innerText();
  await page.getByRole('link', { name: t('entry.edit') }).click();
  await page.getByRole('button', { name: `${t('entry.add') as string}: ${t('entry.part.parents') as string}` }).click();
  const editor = page.getByRole('group', { name: new RegExp(t('entry.part.parents') as string) });
  const offered = editor.getByRole('listbox', { name: t('entry.field.authority') });
  // The hub is asked for what was typed, not for each letter: with the clock stopped nothing is asked.
  const asked = searchesOf(page);
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 60_000);
  await editor.getByRole('searchbox').pressSequentially('atorney general union brazil');
  await expect(editor.getByRole('searchbox')).toHaveValue('atorney general union brazil');
  expect(asked).toEqual([]);
  await page.clock.runFor(1000);
  await page.clock.resume();
  // What was offered before stays until the answer is there.
  const option = offered.getByRole('option').first();
  await expect(option).toContainText('Attorney General of the Union');
  expect(asked).toEqual(['atorney general union brazil']);
  await page.keyboard.press('Tab');
  await expect(option).toBeFocused();
  const chosen = await option.locator('bdi').first().innerText();
  await page.keyboard.press('Enter');
  await expect(editor.getByRole('status')).toContainText(chosen);
  await expect(editor.getByRole('textbox', { name: t('entry.field.name') })).toHaveCount(0);
  await lookAt(page, 'parent-chosen');
  await page.setViewportSize({ width: 360, height: 800 });
  await lookAt(page, 'parent-chosen-narrow');
  await page.getByRole('button', { name: t('entry.propose'), exact: true }).click();
  await expect(page.getByText(t('entry.state.waiting'), { exact: true })).toBeVisible();
  await expect(page.locator('.diff ins').filter({ hasText: chosen })).toBeVisible();

  const id = page.url().split('/').at(-1)!;
  for (const part of ['secretariat-2', 'secretariat-3']) {
    const approver = await signInAs(hub, part);
    const { authority } = await approver.hub.call(directoryProposalRoutes.entryProposal, { params: { id } });
    await approver.hub.call(directoryProposalRoutes.approveEntryProposal, { params: { id }, body: { revision: 1, version: (await contentOf(approver, authority)).version } });
  }
  await goTo(page, '/directory');
  await page.getByRole('link', { name: t('entry.own.open') }).click();
  await page.getByRole('main').getByRole('link', { name: chosen, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: chosen })).toBeVisible();

  // The other way round it would be a ring, which is named.
  const above = page.url().split('/').at(-1)!;
  const secretariat = await people.signIn('secretariat-2');
  await goTo(secretariat, '/directory');
  await secretariat.getByRole('searchbox').fill(chosen);
  await secretariat.locator(`.rows a[href="/directory/${above}"]`).click();
  await secretariat.getByRole('link', { name: t('entry.edit') }).click();
  await secretariat.getByRole('button', { name: `${t('entry.add') as string}: ${t('entry.part.parents') as string}` }).click();
  const section = secretariat.getByRole('group', { name: new RegExp(t('entry.part.parents') as string) });
  await section.getByRole('searchbox').fill(own);
  await section.getByRole('option').filter({ hasText: own }).first().click();
  await secretariat.getByRole('button', { name: t('entry.propose'), exact: true }).click();
  const refusal = secretariat.getByRole('alert');
  await expect(refusal).toContainText(t('problem.parent-ring') as string);
  await expect(refusal.getByRole('listitem')).toHaveCount(2);
  await expect(refusal).toContainText(chosen);
  await expect(refusal).toContainText(own);
  await secretariat.setViewportSize({ width: 360, height: 800 });
  await lookAt(secretariat, 'parent-ring');
});

/** What the directory is asked to find from now on. */
function searchesOf(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname === '/api/directory/authorities' && searchParams.has('q')) asked.push(searchParams.get('q')!);
  });
  return asked;
}

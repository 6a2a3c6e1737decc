// A security officer changes their entry, the secretariat returns and approves it, and the history says so: with the keyboard alone.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test, words } from './portal.ts';

const t = words('en');
const say = (key: Parameters<typeof t>[0]) => t(key) as string;
/** A folder to keep pictures of the screens in, for looking at them. */
const PICTURES = process.env['GLOBE_TEST_PICTURES'];

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return;
  await mkdir(PICTURES, { recursive: true });
  for (const [kind, width] of [['wide', 1280], ['narrow', 360]] as const) {
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: join(PICTURES, `${name}-${kind}.png`), fullPage: true });
  }
  await page.setViewportSize({ width: 1280, height: 720 });
}

const STEPS = 250;
const NUMBER = '+242 06 000 00 00';
const REASON = 'Please give the name as your decree has it.';
const NAME = 'Haute Autorité de lutte contre la corruption (démonstration)';

/** Presses Tab until the wanted control has the focus, which must always be visible. */
async function tabTo(page: Page, role: 'textbox' | 'button' | 'link', name: string | RegExp, last = false): Promise<void> {
  const all = page.getByRole(role, { name, exact: typeof name === 'string' });
  const wanted = last ? all.last() : all.first();
  await wanted.waitFor();
  for (let step = 0; step < STEPS; step++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) {
      expect(await wanted.evaluate((element) => getComputedStyle(element).outlineStyle), `focus on ${String(name)} is to be seen`).not.toBe('none');
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`the Tab key does not lead to ${role} ${String(name)}`);
}

async function follow(page: Page, role: 'button' | 'link', name: string | RegExp, last = false): Promise<void> {
  await tabTo(page, role, name, last);
  await page.keyboard.press('Enter');
}

async function arrive(page: Page, title: string | RegExp): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeFocused();
}

async function openOwnEntry(page: Page): Promise<void> {
  await follow(page, 'link', say('nav.directory'));
  await arrive(page, say('directory.title'));
  await follow(page, 'link', say('entry.own.open'));
  await arrive(page, /High Authority/);
}

async function openProposal(page: Page): Promise<void> {
  // The secretariat begins there.
  if (!page.url().endsWith('/directory')) {
    await follow(page, 'link', say('nav.directory'));
    await arrive(page, say('directory.title'));
  }
  await follow(page, 'link', say('entry.proposals'));
  await arrive(page, say('entry.proposals'));
  await follow(page, 'link', /High Authority/);
  await arrive(page, /High Authority/);
}

const said = (page: Page, key: Parameters<typeof t>[0]) => expect(page.getByText(say(key), { exact: true }).first()).toBeVisible();

// One after the other: what the first leaves is what the second goes on with.
test.describe.configure({ mode: 'serial' });

test('a security officer proposes, the secretariat returns it with a reason', async ({ people }) => {
  const officer = await people.signIn('cg-security-1');
  await openOwnEntry(officer);
  await follow(officer, 'link', say('entry.edit'));
  await arrive(officer, say('entry.edit'));
  // A number that is none: the field says so, and the way leads back to it.
  await follow(officer, 'button', `${say('entry.add')}: ${say('entry.part.names')}`);
  await tabTo(officer, 'textbox', say('entry.field.name'), true);
  await officer.keyboard.type('Haute Autorité de démonstration');
  await follow(officer, 'button', `${say('entry.add')}: ${say('entry.part.contacts')}`);
  await tabTo(officer, 'textbox', say('entry.field.value'), true);
  await officer.keyboard.type('ask the porter');
  await picture(officer, 'edit');
  await follow(officer, 'button', say('entry.propose'));
  await expect(officer.getByText(say('entry.fault.telephone'))).toBeVisible();
  await follow(officer, 'button', say('entry.faults.first'));
  await expect(officer.getByRole('textbox', { name: say('entry.field.value') }).last()).toBeFocused();
  await officer.keyboard.press('Control+a');
  await officer.keyboard.type(NUMBER);
  await follow(officer, 'button', say('entry.propose'));
  await arrive(officer, /High Authority/);
  await said(officer, 'entry.state.waiting');
  await picture(officer, 'proposal');

  const una = await people.signIn('secretariat-1');
  await openProposal(una);
  await expect(una.getByText(NUMBER)).toBeVisible();
  await follow(una, 'button', say('entry.return'));
  await expect(una.getByRole('textbox', { name: say('entry.reason') })).toBeFocused();
  await una.keyboard.type(REASON);
  // The dialog's own, behind the page's.
  await follow(una, 'button', say('entry.return'), true);
  await said(una, 'entry.state.returned');
  await picture(una, 'returned');
});

test('a colleague changes it, two approve, and the history tells', async ({ people }) => {
  const officer = await people.signIn('cg-security-2');
  await openProposal(officer);
  await expect(officer.getByText(REASON)).toBeVisible();
  await follow(officer, 'link', say('entry.change'));
  await arrive(officer, say('entry.edit'));
  await tabTo(officer, 'textbox', say('entry.field.name'), true);
  await officer.keyboard.press('Control+a');
  await officer.keyboard.type(NAME);
  // What is typed is there again after looking elsewhere.
  await said(officer, 'entry.draft-kept');
  await openProposal(officer);
  await follow(officer, 'link', say('entry.change'));
  await arrive(officer, say('entry.edit'));
  await expect(officer.getByRole('textbox', { name: say('entry.field.name') }).last()).toHaveValue(NAME);
  await follow(officer, 'button', say('entry.propose'));
  await arrive(officer, /High Authority/);
  await said(officer, 'entry.state.waiting');

  const duo = await people.signIn('secretariat-2');
  await openProposal(duo);
  await expect(duo.getByText(NAME).first()).toBeVisible();
  await follow(duo, 'button', say('entry.approve'));
  await said(duo, 'entry.approval-added');
  await expect(duo.getByRole('button', { name: say('entry.approve') })).toHaveCount(0);
  const tria = await people.signIn('secretariat-3');
  await openProposal(tria);
  await follow(tria, 'button', say('entry.approve'));
  await said(tria, 'entry.state.applied');
  await picture(tria, 'applied');

  await openOwnEntry(officer);
  await expect(officer.getByText(NAME).first()).toBeVisible();
  await follow(officer, 'button', say('entry.confirm'));
  await expect(officer.getByText(t('directory.confirmation.confirmed')).first()).toBeVisible();
  await picture(officer, 'entry');
  await follow(officer, 'link', say('entry.history'));
  await arrive(officer, say('entry.history'));
  const compared = officer.getByRole('region', { name: say('entry.compare') });
  await expect(compared.getByText(NAME)).toBeVisible();
  await expect(compared.getByText(NUMBER)).toBeVisible();
  await expect(officer.getByRole('listitem').filter({ hasText: say('entry.origin.proposal') })).toContainText('Version 2');
  await picture(officer, 'history');
});

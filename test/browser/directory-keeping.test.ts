// Keeping entries true by several at once: overlapping changes, a new entry, one that has gone stale, and what was typed before a reload.
import { randomUUID } from 'node:crypto';
import { TOTP } from 'otpauth';
import { Client } from 'pg';
import { directoryConfirmationRoutes, directoryProposalRoutes, type Contact, type ParentBody } from '#protocol';
import { signInAs } from '../support/network.ts';
import { tabAndPress } from './ceremonies.ts';
import { contentOf, lookAt, secretariatChanges } from './directory-acts.ts';
import { expect, goTo, test, words } from './portal.ts';

const DAY = 24 * 3600 * 1000;

test.describe.configure({ timeout: 240_000 });

const telephone = (id: string, value: string): Contact => ({ id, visibility: 'public', provenance: { source: 'a letter', date: null }, kind: 'telephone', purpose: 'urgent', value });

test('what two changed at once is shown in both versions, chosen value by value, and nothing else is lost: Arabic, 360 pixels', async ({ people, hub }) => {
  const t = words('ar');
  const secretariat = [await signInAs(hub, 'secretariat-2'), await signInAs(hub, 'secretariat-3')] as const;
  const page = await people.signIn('br-security-1', { locale: 'ar', viewport: { width: 360, height: 800 } });
  const authority = (await page.evaluate(() => fetch('/api/directory/own').then((answer) => answer.json()))).authority as string;
  const [first, second] = [randomUUID(), randomUUID()];
  await secretariatChanges(secretariat, authority, (content) => ({ ...content, contacts: [...content.contacts, telephone(first, '+55 61 1000 0001'), telephone(second, '+55 61 1000 0002')] }));

  await goTo(page, '/directory');
  await page.getByRole('link', { name: t('entry.own.open') }).click();
  await page.getByRole('link', { name: t('entry.edit') }).click();
  const numberOf = (id: string) => page.locator(`[data-value="${id}"]`).getByRole('textbox', { name: t('entry.field.value') });
  await numberOf(first).fill('+55 61 2000 0001');
  await numberOf(second).fill('+55 61 2000 0002');
  await page.getByRole('button', { name: `${t('entry.add') as string}: ${t('entry.part.notes') as string}` }).click();
  await page.getByRole('textbox', { name: t('entry.field.text') }).last().fill('Ligar antes das 16 h.');

  // Meanwhile both numbers become others, and a third one comes.
  const third = randomUUID();
  const newer: Readonly<Record<string, string>> = { [first]: '+55 61 3000 0001', [second]: '+55 61 3000 0002' };
  await secretariatChanges(secretariat, authority, (content) => ({
    ...content, contacts: [...content.contacts.map((contact) => ({ ...contact, value: newer[contact.id] ?? contact.value })), telephone(third, '+55 61 3000 0003')],
  }));
  await page.getByRole('button', { name: t('entry.propose'), exact: true }).click();

  const overlap = page.getByRole('region', { name: t('entry.overlap'), exact: true });
  await expect(overlap.getByRole('heading', { level: 2 })).toBeFocused();
  for (const number of ['+55 61 1000 0001', '+55 61 2000 0001', '+55 61 3000 0001', '+55 61 1000 0002', '+55 61 2000 0002', '+55 61 3000 0002']) await expect(overlap.getByText(number).first()).toBeVisible();
  await expect(overlap.getByText('+55 61 3000 0003')).toHaveCount(0);
  await lookAt(page, 'overlap-ar');
  // By the keyboard: of the two values the second is to be what the entry says now.
  const choices = overlap.getByRole('button', { name: t('entry.overlap.keep') });
  await expect(choices).toHaveCount(2);
  const ofSecond = overlap.locator('.wide', { hasText: '+55 61 2000 0002' }).last().locator('xpath=ancestor-or-self::div[.//button][1]').getByRole('button');
  await ofSecond.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('listbox').waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(ofSecond).toContainText(t('entry.overlap.theirs') as string);
  await overlap.getByRole('button', { name: t('entry.overlap.go-on') }).click();

  await expect(numberOf(first)).toHaveValue('+55 61 2000 0001');
  await expect(numberOf(second)).toHaveValue('+55 61 3000 0002');
  await expect(numberOf(third)).toHaveValue('+55 61 3000 0003');
  await page.getByRole('button', { name: t('entry.propose'), exact: true }).click();
  await expect(page.getByText(t('entry.state.waiting'), { exact: true })).toBeVisible();
  await lookAt(page, 'overlap-proposed-ar');
  const [, approver] = secretariat;
  const id = page.url().split('/').at(-1)!;
  const { version } = await contentOf(approver, authority);
  await approver.hub.call(directoryProposalRoutes.approveEntryProposal, { params: { id }, body: { revision: 1, version } });
  const { content } = await contentOf(approver, authority);
  expect([first, second, third].map((one) => content.contacts.find((contact) => contact.id === one)?.value)).toEqual(['+55 61 2000 0001', '+55 61 3000 0002', '+55 61 3000 0003']);
  expect(content.notes.map(({ text }) => text)).toContain('Ligar antes das 16 h.');
});

test('two parent bodies, given to one entry at once by two people, are an overlap: one of them is chosen by keyboard', async ({ people, hub }) => {
  const t = words('en');
  const secretariat = [await signInAs(hub, 'secretariat-1'), await signInAs(hub, 'secretariat-2'), await signInAs(hub, 'secretariat-3')] as const;
  const page = await people.signIn('ae-security-2');
  const authority = (await page.evaluate(() => fetch('/api/directory/own').then((answer) => answer.json()))).authority as string;
  const propose = page.getByRole('button', { name: t('entry.propose'), exact: true });
  const name = page.getByRole('textbox', { name: t('entry.field.name') }).last();
  const [mine, theirs] = ['Ministry of Dunes (demonstration)', 'Ministry of Wadis (demonstration)'];
  await goTo(page, '/directory');
  await page.getByRole('link', { name: t('entry.own.open') }).click();
  await page.getByRole('link', { name: t('entry.edit') }).click();
  await page.getByRole('button', { name: `${t('entry.add') as string}: ${t('entry.part.parents') as string}` }).click();
  await name.fill(mine);

  // Meanwhile the secretariat gives it another one.
  const parent: ParentBody = { id: randomUUID(), visibility: 'public', provenance: { source: 'a letter', date: null }, authority: null, name: theirs, language: 'en' };
  await secretariatChanges(secretariat, authority, (content) => ({ ...content, parents: [parent] }));
  await propose.click();
  const overlap = page.getByRole('region', { name: t('entry.overlap'), exact: true });
  await expect(overlap.getByRole('heading', { level: 2 })).toBeFocused();
  for (const one of [mine, theirs]) await expect(overlap.getByText(one).first()).toBeVisible();
  const keep = overlap.getByRole('button', { name: t('entry.overlap.keep') });
  await expect(keep).toHaveCount(1);
  await lookAt(page, 'overlap-parents');
  await page.setViewportSize({ width: 360, height: 800 });
  await lookAt(page, 'overlap-parents-360');
  await page.setViewportSize({ width: 1280, height: 800 });

  // Mine is chosen until the other one is: there and back, by the keyboard.
  await keep.focus();
  for (const [key, which] of [['ArrowDown', 'entry.overlap.theirs'], ['ArrowUp', 'entry.overlap.mine']] as const) {
    await page.keyboard.press('Enter');
    await page.getByRole('listbox').waitFor();
    await page.keyboard.press(key);
    await page.keyboard.press('Enter');
    await expect(keep).toContainText(t(which) as string);
  }
  await tabAndPress(page, overlap.getByRole('button', { name: t('entry.overlap.go-on') }));
  await expect(name).toHaveValue(mine);
  // One parent body, in the place of the other.
  await expect(page.getByRole('region', { name: t('entry.part.parents'), exact: true }).getByRole('group')).toHaveCount(1);
  await expect(page.locator('del').filter({ hasText: theirs })).toBeVisible();
  await propose.click();
  await expect(page.getByText(t('entry.state.waiting'), { exact: true })).toBeVisible();
  const id = page.url().split('/').at(-1)!;
  const [, ...approvers] = secretariat;
  const { version } = await contentOf(approvers[0]!, authority);
  for (const approver of approvers) await approver.hub.call(directoryProposalRoutes.approveEntryProposal, { params: { id }, body: { revision: 1, version } });
  expect((await contentOf(approvers[0]!, authority)).content.parents.map((one) => one.name)).toEqual([mine]);
});

test('a new entry, made by one officer of the secretariat and approved by two others, is found', async ({ people, hub }) => {
  const t = words('en');
  const approvers = [await signInAs(hub, 'secretariat-2'), await signInAs(hub, 'secretariat-3')];
  const page = await people.signIn('secretariat-1');
  await goTo(page, '/directory');
  await page.getByRole('link', { name: t('entry.proposals') }).click();
  await page.getByRole('button', { name: t('entry.new') }).click();
  await expect(page.getByRole('heading', { level: 1, name: t('entry.edit') })).toBeFocused();
  // Nothing is proposed without a name that everybody may see.
  await page.getByRole('button', { name: new RegExp(`^${t('directory.state') as string}|${t('directory.state') as string}$`) }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('listbox').waitFor();
  await page.keyboard.type('Tuva');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: t('entry.propose'), exact: true }).click();
  await expect(page.getByText(t('entry.fault.no-public-name'))).toBeVisible();
  await page.getByRole('button', { name: `${t('entry.add') as string}: ${t('entry.part.names') as string}` }).click();
  await page.getByRole('textbox', { name: t('entry.field.name') }).fill('Integrity Desk of Demonstration Atoll');
  await page.getByRole('button', { name: `${t('entry.add') as string}: ${t('entry.part.contacts') as string}` }).click();
  await page.getByRole('textbox', { name: t('entry.field.value') }).fill('+688 20 000');
  await page.getByRole('button', { name: t('entry.propose'), exact: true }).click();
  await expect(page.getByText(t('entry.state.waiting'), { exact: true })).toBeVisible();
  await lookAt(page, 'new-entry-proposed');
  // Not by who proposed it.
  await expect(page.getByRole('button', { name: t('entry.approve') })).toHaveCount(0);

  const id = page.url().split('/').at(-1)!;
  for (const approver of approvers) await approver.hub.call(directoryProposalRoutes.approveEntryProposal, { params: { id }, body: { revision: 1, version: 0 } });
  await goTo(page, '/directory');
  await page.getByRole('searchbox').fill('integrity desk atoll tuvalu');
  await page.getByRole('main').getByRole('link', { name: 'Integrity Desk of Demonstration Atoll' }).click();
  await expect(page.getByText('+688 20 000')).toBeVisible();
  await page.getByRole('link', { name: t('entry.history') }).click();
  await expect(page.getByRole('listitem').filter({ hasText: t('entry.origin.proposal') as string })).toContainText('Version 1');
});

test('an entry that was not confirmed in time says since when, in the list, on its page and at the secretariat, until it is confirmed', async ({ people, hub }) => {
  const t = words('en');
  const security = await signInAs(hub, 'ae-security-2');
  const { authority } = await security.hub.call(directoryProposalRoutes.ownAuthority, {});
  await security.hub.call(directoryConfirmationRoutes.confirmEntry, { params: { id: authority }, body: { version: (await contentOf(security, authority)).version } });
  const due = new Date(Date.now() - 40 * DAY);
  const database = new Client({ connectionString: hub.database.superuserUrl });
  await database.connect();
  try {
    // A year and forty days go by.
    await database.query('UPDATE authority SET confirmed = $2, confirmation_due = $3 WHERE id = $1', [authority, new Date(due.getTime() - 365 * DAY), due]);
    await database.query('SELECT refresh_authority_search(ARRAY[$1::uuid])', [authority]);
  } finally {
    await database.end();
  }
  const since = (t('directory.confirmation.stale') as RegExp).source.split('[^]*')[0]!.slice(1) + new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' }).format(due);

  const page = await people.signIn('ae-security-1', { locale: 'ar', viewport: { width: 360, height: 800 } });
  const ar = words('ar');
  const reader = await people.signIn('br-officer-1');
  await goTo(reader, '/directory');
  await reader.getByRole('searchbox').fill('UAE Accountability Authority');
  const row = reader.locator('.rows li').filter({ has: reader.locator(`a[href="/directory/${authority}"]`) });
  await expect(row).toContainText(since);
  await row.getByRole('link').first().click();
  await expect(reader.getByRole('main')).toContainText(since);
  await expect(reader.getByText(t('directory.confirmation.stale.lead'))).toBeVisible();
  await lookAt(reader, 'stale-entry');

  const desk = await people.signIn('secretariat-1');
  await goTo(desk, '/directory');
  await desk.getByRole('link', { name: t('entry.stale') }).click();
  // Due longest ago.
  await expect(desk.locator('.rows li').first()).toContainText(since);
  await expect(desk.locator('.rows li').first().locator(`a[href="/directory/${authority}"]`)).toBeVisible();
  await lookAt(desk, 'stale-list');

  await goTo(page, '/directory');
  await page.getByRole('link', { name: ar('entry.own.open') }).click();
  await expect(page.getByText(ar('directory.confirmation.stale')).first()).toBeVisible();
  await lookAt(page, 'stale-own-ar');
  await page.getByRole('button', { name: ar('entry.confirm') }).click();
  await expect(page.getByText(ar('directory.confirmation.confirmed')).first()).toBeVisible();
  await goTo(desk, '/directory');
  await desk.getByRole('link', { name: t('entry.stale') }).click();
  await expect(desk.locator('.rows li').first()).toBeVisible();
  await expect(desk.locator(`a[href="/directory/${authority}"]`)).toHaveCount(0);
});

test('what was typed is there again after the page was loaded anew and unlocked', async ({ people, hub }) => {
  const t = words('en');
  const account = hub.account('cg-security-1');
  const page = await people.signIn('cg-security-1');
  await goTo(page, '/directory');
  await page.getByRole('link', { name: t('entry.own.open') }).click();
  await page.getByRole('link', { name: t('entry.edit') }).click();
  await page.getByRole('textbox', { name: t('entry.note') }).fill('Decree 2026/14 is attached to our letter.');
  await page.getByRole('button', { name: `${t('entry.add') as string}: ${t('entry.part.notes') as string}` }).click();
  await page.getByRole('textbox', { name: t('entry.field.text') }).last().fill('Closed in August.');
  await expect(page.getByText(t('entry.draft-kept'))).toBeVisible();
  const address = page.url();

  await page.reload();
  await expect(page.getByRole('heading', { name: t('lock.needed') })).toBeVisible();
  await page.getByRole('link', { name: t('lock.unlock') }).click();
  await page.getByLabel(t('sign-in.passphrase'), { exact: true }).fill(account.passphrase);
  // A code counts once: the next period's.
  const totp = new TOTP({ secret: account.totpSecret });
  const used = totp.counter();
  await expect.poll(() => totp.counter(), { timeout: 40_000 }).toBeGreaterThan(used);
  await page.getByLabel(t('sign-in.code')).fill(totp.generate());
  await page.getByRole('button', { name: t('sign-in.with-passphrase'), exact: true }).click();
  await expect(page).toHaveURL(address);
  await expect(page.getByRole('textbox', { name: t('entry.note') })).toHaveValue('Decree 2026/14 is attached to our letter.');
  await expect(page.getByRole('textbox', { name: t('entry.field.text') }).last()).toHaveValue('Closed in August.');
  await page.getByRole('button', { name: t('entry.discard') }).click();
});

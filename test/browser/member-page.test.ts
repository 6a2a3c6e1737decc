// A member is verified once by its own officer's words, with the keyboard alone; what is signed since is shown and looked at; a hub that says something
// else than the log gets nothing; and those who stay are told what somebody who left could read. On a hub of its own.
import type { BrowserContext, Page } from '@playwright/test';
import { attestOfficer, proposeRemoval, signProposal } from '#client';
import type { AuthorityEntry, AuthoritySummary } from '#protocol';
import { signInAs, startNetworkHub } from '../support/network.ts';
import { noViolations, phraseIn, press, say } from './ceremonies.ts';
import { expect, goTo, signInByLink, test } from './portal.ts';

test.describe.configure({ timeout: 720_000 });

const CG = /High Authority for the Fight against Corruption/;
const AE = /UAE Accountability Authority/;

test('verify a member, see what changes, and send nothing where hub and log disagree', async ({ people }) => {
  const hub = await startNetworkHub();
  try {
    const { page: other } = await people.browse();
    await signInByLink(other, hub, hub.account('cg-officer-1'));
    await openMember(other, CG);
    await expect(other.getByRole('heading', { name: say('verified.own') })).toBeVisible({ timeout: 30_000 });
    const theirs = await phraseIn(other.locator('main'));

    const { page, context } = await people.browse();
    await signInByLink(page, hub, hub.account('br-officer-1'));
    await openMember(page, CG);
    await expect(page.getByText(hub.account('cg-security-2').name).first()).toBeVisible({ timeout: 30_000 });
    const history = page.getByRole('list', { name: say('member-page.history') });
    await expect(history).toContainText(say('statement.member.admit'));
    await expect(history).toContainText('(secretariat)');
    await expect(history.locator('strong').first()).not.toHaveText(say('statement.member.admit'));
    await look(page, 'member', ['ar', 'en']);

    await verifyByKeyboard(page, theirs);
    await expect(page.getByText(/^Verified by you on/).first()).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText(say('verified.by.typed'))).toBeVisible();
    await expect(page.getByText('Telephone list of the ministry')).toBeVisible();

    const signer = await signInAs(hub, 'cg-security-1');
    const statement = await attestOfficer(signer, signer.session.member!, hub.account('cg-officer-1').officer);
    expect(statement?.state).toBe('appended');
    await expect(page.getByText(/^1 change since you verified on/).first()).toBeVisible({ timeout: 60_000 });
    const change = history.getByRole('listitem').filter({ hasText: say('verified.since') });
    await expect(change).toHaveCount(1);
    await expect(change).toContainText(say('statement.officer.attest'));
    await expect(change).toContainText(hub.account('cg-security-1').name);
    await press(page, change.locator('summary'), 'Enter');
    await expect(change).toContainText(`"${hub.account('cg-officer-1').officer}"`);
    await look(page, 'changed', ['ar', 'en']);
    await expect(other.locator('ol.phrase').first()).not.toHaveText(theirs.join(''), { timeout: 60_000 });

    // Where one writes it is said too, and the list of those whom I verified says it.
    await compose(page, CG);
    await expect(page.getByRole('list', { name: say('compose.chosen') })).toContainText(/1 change since you verified on/);
    await look(page, 'compose', ['ar', 'en']);
    await openMember(page, CG);
    await press(page, page.getByRole('button', { name: say('verified.seen') }), 'Enter');
    await expect(page.getByText(/^Verified by you on/).first()).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText(/^1 change since; you looked at it/)).toBeVisible();

    // Kept for the next visit, under keys: nothing of it stands in the store in clear.
    expect(await keptInClear(page)).not.toContain('Telephone list of the ministry');
    await signInByLink(page, hub, hub.account('br-officer-1'));
    await goTo(page, '/network');
    const verified = page.getByRole('region', { name: say('verified.list') });
    await expect(verified).toContainText(/Verified by you on/, { timeout: 60_000 });
    await look(page, 'network', ['ar', 'en']);

    // The member was verified, the other one was not: both are shut while the hub names keys that the log does not have.
    for (const [member, pattern] of [['CG', CG], ['AE', AE]] as const) {
      await lieOnEntries(context, member);
      await compose(page, pattern);
      await sendNow(page, `Not to be sent to ${member}`);
      await expect(page.getByRole('region', { name: say('compose.outbox') })).toContainText(say('problem.recipient-disputed'), { timeout: 60_000 });
      await page.getByRole('button', { name: say('compose.open-draft') }).first().click();
      await context.unrouteAll({ behavior: 'wait' });
      await page.getByRole('button', { name: say('compose.discard') }).click();
    }
    await compose(page, CG);
    await sendNow(page, 'Sent once they agree');
    await expect(page.getByText(say('compose.sent'))).toBeVisible({ timeout: 60_000 });
    await goTo(page, '/inbox');
    await page.locator('.thread-row').filter({ hasText: 'Sent once they agree' }).click();
    await expect(page.getByRole('list', { name: say('thread.members') })).toContainText(/Verified by you on/, { timeout: 30_000 });
    await look(page, 'thread', ['ar', 'en']);
    await page.getByRole('list', { name: say('thread.members') }).getByRole('link', { name: CG }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(CG);

    // What somebody else wrote into the store in its place is no verification, and nothing is sent on it.
    await alterKept(page, 'verified/');
    await compose(page, CG);
    await page.getByLabel(say('compose.text')).fill('Complete but for the verification.');
    await expect(page.getByRole('list', { name: say('compose.chosen') })).toContainText(say('verified.altered'), { timeout: 90_000 });
    await expect(page.getByRole('button', { name: say('compose.send'), exact: true })).toBeDisabled();
    await openMember(page, CG);
    await expect(page.getByRole('alert')).toContainText(say('verified.altered'));
    await look(page, 'altered', ['ar', 'en']);

    await press(page, page.getByRole('button', { name: /^Forget the verification of/ }), 'Enter');
    await press(page, page.getByRole('alertdialog').getByRole('button', { name: say('verified.forget'), exact: true }), 'Enter');
    await expect(page.getByRole('button', { name: say('verified.verify'), exact: true })).toBeVisible();
    await goTo(page, '/network');
    await expect(page.getByRole('region', { name: say('verified.list') })).toHaveCount(0);

    // A list that lies is seen before anybody tries to send.
    await context.route(/\/api\/directory\/authorities\?.*member=true/, async (route) => {
      const answer = await route.fetch();
      const body = (await answer.json()) as { items: AuthoritySummary[] };
      for (const item of body.items) if (item.state === 'AE' && item.member?.epoch) item.member.epoch.certificate = 'ab'.repeat(32);
      await route.fulfill({ response: answer, json: body });
    });
    await signInByLink(page, hub, hub.account('br-officer-1'));
    await compose(page, AE);
    await page.getByLabel(say('compose.text')).fill('Complete but for the keys.');
    await expect(page.getByText(say('disagreement.stops'))).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole('button', { name: say('compose.send'), exact: true })).toBeDisabled();
  } finally {
    await hub.stop();
  }
});

test('an officer is removed: those who stay read what they could read before', async ({ people }) => {
  const hub = await startNetworkHub();
  try {
    const [one, two] = [await signInAs(hub, 'cg-security-1'), await signInAs(hub, 'cg-security-2')];
    const leaver = hub.account('cg-officer-2').officer;
    const removal = await proposeRemoval(one, one.session.member!, leaver);
    expect((await signProposal(two, removal!)).state).toBe('appended');
    const { page } = await people.browse();
    await signInByLink(page, hub, hub.account('cg-officer-1'));
    await page.locator('.bell').click();
    const row = page.getByRole('listitem').filter({ hasText: say('statement.officer.remove') });
    await expect(row).toContainText(/Until the officer left, they held \d+ generations? of the mailbox keys/, { timeout: 60_000 });
    await look(page, 'left', ['ar', 'en']);
  } finally {
    await hub.stop();
  }
});

async function openMember(page: Page, name: RegExp): Promise<void> {
  await goTo(page, '/network');
  await page.getByRole('main').getByRole('link', { name }).last().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
}

/** Focus and keys alone; other words first, which nothing is remembered of. */
async function verifyByKeyboard(page: Page, theirs: readonly string[]): Promise<void> {
  await press(page, page.getByRole('button', { name: say('verified.verify'), exact: true }), 'Enter');
  const dialog = page.getByRole('alertdialog');
  expect(await phraseIn(dialog)).toEqual(theirs);
  const keep = dialog.getByRole('button', { name: say('verified.keep') });
  await expect(keep).toBeDisabled();
  const typed = dialog.getByLabel(say('verified.typed'));
  await typed.focus();
  await page.keyboard.type(theirs.toReversed().join(' '));
  await expect(dialog.getByRole('alert')).toContainText(say('verified.differ.title'));
  await expect(keep).toBeDisabled();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(theirs.slice(1).join(' '));
  await expect(dialog.getByText(say('verified.typed.unreadable'))).toBeVisible();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(theirs.join(' '));
  await expect(keep).toBeEnabled();
  await dialog.getByLabel(say('verified.note')).focus();
  await page.keyboard.type('Telephone list of the ministry');
  await look(page, 'verify', ['en']);
  await press(page, keep, 'Enter');
  await expect(dialog).toBeHidden({ timeout: 30_000 });
}

async function compose(page: Page, name: RegExp): Promise<void> {
  await goTo(page, '/inbox');
  await page.locator('a[href="/compose"]').first().click();
  await page.getByRole('option').filter({ hasText: name }).click({ timeout: 30_000 });
}

async function sendNow(page: Page, subject: string): Promise<void> {
  await page.getByLabel(say('compose.subject')).fill(subject);
  await page.getByLabel(say('compose.text')).fill('A text.');
  await page.getByRole('button', { name: say('compose.send'), exact: true }).click();
  await page.getByRole('button', { name: say('compose.send-now') }).click();
}

/** The entry of this State's member names other keys than the log, from now on. */
async function lieOnEntries(context: BrowserContext, state: string): Promise<void> {
  await context.route(/\/api\/directory\/authorities\/[0-9a-f-]{36}$/, async (route) => {
    const answer = await route.fetch();
    const entry = (await answer.json()) as AuthorityEntry;
    if (entry.state === state && entry.member?.epoch) entry.member.epoch.certificate = 'ab'.repeat(32);
    await route.fulfill({ response: answer, json: entry });
  });
}

/** All that this device keeps, as text. */
function keptInClear(page: Page): Promise<string> {
  return page.evaluate(
    () =>
      new Promise<string>((resolve, reject) => {
        const opening = indexedDB.open('globe', 1);
        opening.addEventListener('error', () => reject(new Error('no store')));
        opening.addEventListener('success', () => {
          const all = opening.result.transaction('kept').objectStore('kept').getAll();
          all.addEventListener('success', () => resolve(all.result.map((value: unknown) => (value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : JSON.stringify(value))).join('\n')));
        });
      }),
  );
}

/** Changes one byte of what is kept under this prefix. */
function alterKept(page: Page, prefix: string): Promise<void> {
  return page.evaluate(
    (begins) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('globe', 1);
        opening.addEventListener('error', () => reject(new Error('no store')));
        opening.addEventListener('success', () => {
          const store = opening.result.transaction('kept', 'readwrite').objectStore('kept');
          const walking = store.openCursor(IDBKeyRange.bound(begins, `${begins}\uffff`));
          walking.addEventListener('success', () => {
            const cursor = walking.result;
            if (cursor === null) return resolve();
            const altered = new Uint8Array(cursor.value as Uint8Array);
            altered[altered.length - 1]! ^= 1;
            cursor.update(altered).addEventListener('success', () => cursor.continue());
          });
        });
      }),
    prefix,
  );
}

async function look(page: Page, name: string, languages: readonly ('ar' | 'en')[]): Promise<void> {
  await noViolations(page, languages);
  for (const language of languages) {
    if (languages.length > 1) await page.locator('.languages button[lang]').filter({ hasText: language === 'ar' ? 'عربي' : 'English' }).click();
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth), `${name} ${language} ${width}`).toBeLessThanOrEqual(width);
      if (process.env['GLOBE_SHOTS']) await page.screenshot({ path: `${process.env['GLOBE_SHOTS']}/${name}-${language}-${width}.png`, fullPage: true });
    }
    await page.setViewportSize({ width: 1280, height: 720 });
  }
}

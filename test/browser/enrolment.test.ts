// A new officer from invitation to mailbox: invited by a security officer, enrolled by passkey, admitted by three signatures, each in a
// browser of its own, and given the mailbox keys by a colleague's client. What was done is then proven from the audit log.
import type { Page } from '@playwright/test';
import { enrol, noViolations, passkeyAuthenticator, phraseIn, press, say, sign } from './ceremonies.ts';
import { expect, goTo, test, words } from './portal.ts';

const t = words('en');
const NAME = 'Newcomer of the demonstration';

test.describe.configure({ timeout: 300_000 });

test('an officer is invited, enrols with a passkey, is admitted by two security officers and reads the mailbox', async ({ people, hub }) => {
  const first = await people.signIn('br-security-1');
  const { link, networkWords } = await invite(first);

  const { page: newcomer } = await people.browse();
  await passkeyAuthenticator(newcomer);
  const ownWords = await enrol(newcomer, { name: NAME, link: link.replace(/^https?:\/\/[^/]+/, hub.url), networkWords, look: true });

  // The inviter's page says by itself that the link was used.
  const invitations = first.locator('section', { has: first.getByRole('heading', { name: say('invitation.title') }) });
  await invitations.locator('summary').click();
  await expect(invitations.getByRole('listitem').filter({ hasText: NAME })).toContainText(say('invitation.state.used'), { timeout: 30_000 });

  // And whom to telephone, and the words that the newcomer reads out.
  await first.locator('section', { has: first.getByRole('heading', { name: say('administration.enrolled') }) }).getByRole('button', { name: say('audit.refresh') }).click();
  const waiting = first.getByRole('listitem').filter({ hasText: NAME }).filter({ has: first.getByRole('button', { name: say('administration.words.show') }) });
  await waiting.getByRole('button', { name: say('administration.words.show') }).click();
  const dialog = first.getByRole('dialog');
  expect(await phraseIn(dialog)).toEqual(ownWords);
  const propose = dialog.getByRole('button', { name: say('administration.admit') });
  await expect(propose).toBeDisabled();
  await dialog.getByText(say('administration.words.compared')).click();
  await propose.click();
  await expect(dialog).toBeHidden({ timeout: 30_000 });
  const proposed = first.getByRole('article').filter({ hasText: NAME });
  await expect(proposed).toContainText(say('audit.me'));
  await proposed.getByText(say('administration.details')).click();
  await noViolations(first, ['en', 'ar']);

  // The newcomer co-signs what admits them, after the same comparison.
  await sign(newcomer, [ownWords]);
  await noViolations(newcomer, ['en', 'ar']);
  await expect(newcomer.getByText(say('administration.admitted'))).toBeHidden();

  const second = await people.signIn('br-security-2');
  await goTo(second, '/administration');
  await sign(second, [ownWords]);
  await expect(second.getByText(say('administration.appended'))).toBeVisible();
  await expect(newcomer.getByText(say('administration.admitted'))).toBeVisible({ timeout: 30_000 });

  // The second signer's client hands over the mailbox keys by itself.
  await expect(second.locator('.epoch').first()).toContainText(NAME, { timeout: 45_000 });

  await goTo(newcomer, '/account');
  await newcomer.getByRole('button', { name: say('account.sign-out') }).click();
  await expect(newcomer.getByText(say('sign-in.because.signed-out'))).toBeVisible();
  await newcomer.getByRole('button', { name: say('sign-in.passkey'), exact: true }).click();
  await expect(newcomer).toHaveURL(`${hub.url}/inbox`, { timeout: 30_000 });
  await goTo(newcomer, '/administration');
  const me = newcomer.getByRole('listitem').filter({ hasText: NAME }).first();
  await expect(me).toContainText(say('administration.reads'));
  // The keys are real: the newcomer seals a message to another member with them, and opens its own copy.
  await writeTo(newcomer);

  await proveInvitation(first);
  await goTo(first, '/network');
  await expect(first.getByText(say('network.policy.none'))).toBeVisible();
  await first.getByText(say('network.keys')).first().click();
  await noViolations(first, ['en', 'ar']);
});

test('new mailbox keys are current once a colleague’s client has confirmed them by itself', async ({ people }) => {
  const colleague = await people.signIn('cg-officer-1');
  const maker = await people.signIn('cg-security-1');
  await goTo(maker, '/administration');
  const epochs = maker.locator('.epoch');
  await expect(epochs.first()).toContainText(say('administration.epoch.current'));
  // By the alphabet after oneself, not by ids.
  await expect(epochs.first()).toContainText(/You, \S*Demonstration officer 1 .*Demonstration officer 2 .*Demonstration security officer 2 /);
  const before = await phraseIn(epochs.first());
  await maker.getByRole('button', { name: say('administration.epoch.rotate') }).click();
  const dialog = maker.getByRole('alertdialog');
  await dialog.getByRole('button', { name: say('administration.epoch.rotate') }).click();
  await expect(epochs.first()).toContainText(say('administration.epoch.pending'), { timeout: 30_000 });
  const made = await phraseIn(epochs.first());
  expect(made).not.toEqual(before);

  // Nobody acts: the colleague's open portal does.
  await expect(maker.getByText(say('administration.epoch.pending'))).toBeHidden({ timeout: 120_000 });
  await expect(epochs.first()).toContainText(say('administration.epoch.current'));
  expect(await phraseIn(epochs.first())).toEqual(made);
  await goTo(colleague, '/administration');
  expect(await phraseIn(colleague.locator('.epoch').first())).toEqual(made);
});

test('by keyboard alone: an invitation is made and withdrawn, an entry is found by filter and proven', async ({ people }) => {
  const page = await people.signIn('ae-security-1');
  await goTo(page, '/administration');
  await press(page, page.getByRole('button', { name: say('invitation.new') }), 'Enter');
  const dialog = page.getByRole('dialog');
  await page.getByLabel(say('invitation.note')).focus();
  await page.keyboard.type('Withdrawn at once');
  await page.keyboard.press('Enter');
  await dialog.getByTestId('invitation-link').waitFor();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  const row = page.getByRole('listitem').filter({ hasText: 'Withdrawn at once' });
  await press(page, row.getByRole('button', { name: say('invitation.withdraw') }), 'Enter');
  await press(page, page.locator('section', { has: page.getByRole('heading', { name: say('invitation.title') }) }).locator('summary'), 'Enter');
  await expect(row).toContainText(say('invitation.state.withdrawn'));

  await goTo(page, '/audit');
  await press(page, page.getByRole('button', { name: new RegExp(say('audit.action')) }), 'Enter');
  await page.getByRole('listbox').waitFor();
  await page.keyboard.type(say('action-name.enrolment.withdraw'));
  await page.keyboard.press('Enter');
  const acts = page.locator('.act');
  await expect(acts.filter({ hasNotText: say('action-name.enrolment.withdraw') })).toHaveCount(0);
  await press(page, acts.first(), 'Enter');
  await press(page, page.getByRole('button', { name: say('audit.verify-here') }), 'Enter');
  await expect(page.getByRole('alert')).toContainText(say('audit.check.leaf'));
});

async function invite(page: Page): Promise<{ link: string; networkWords: string[] }> {
  await goTo(page, '/administration');
  await page.getByRole('button', { name: say('invitation.new') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(say('invitation.note')).fill(NAME);
  await dialog.getByRole('button', { name: say('invitation.make') }).click();
  const link = await dialog.getByTestId('invitation-link').innerText();
  expect(link).toMatch(/\/enrol#[\w-]{43}$/);
  const networkWords = await phraseIn(dialog);
  await noViolations(page, ['en']);
  await dialog.getByRole('button', { name: say('action.close') }).click();
  // Shown once: the list does not have it.
  await expect(page.getByText(link)).toHaveCount(0);
  return { link, networkWords };
}

async function writeTo(page: Page): Promise<void> {
  await goTo(page, '/inbox');
  await page.locator('a[href="/compose"]').click();
  await page.getByRole('option').first().click();
  await page.getByLabel(say('compose.subject')).fill('First message of a newcomer');
  await page.getByLabel(say('compose.text')).fill('Sealed with the keys that a colleague’s client handed over.');
  await page.getByRole('button', { name: say('compose.send'), exact: true }).click();
  await page.getByRole('button', { name: say('compose.send-now') }).click();
  await page.locator('.thread-row').filter({ hasText: 'First message of a newcomer' }).click({ timeout: 30_000 });
  await expect(page.getByRole('article').first()).toContainText('Sealed with the keys that a colleague’s client handed over.', { timeout: 30_000 });
}

/** The act as recorded, proven in the browser, looked at with everything open. */
async function proveInvitation(page: Page): Promise<void> {
  await goTo(page, '/audit');
  const act = page.locator('.act').filter({ hasText: 'Invited somebody as' }).first();
  // Whoever has done much since finds it further back.
  await expect(async () => {
    if (!(await act.isVisible())) await page.getByRole('button', { name: say('action.more') }).click({ timeout: 2_000 });
    await expect(act).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
  await act.click();
  await page.getByRole('button', { name: say('audit.verify-here') }).click();
  const verdict = page.getByRole('alert');
  for (const check of ['audit.check.leaf', 'audit.check.inclusion', 'audit.check.consistency', 'audit.check.trust', 'audit.proof.context.matches'] as const) {
    await expect(verdict.getByText(t(check))).toBeVisible();
  }
  await page.getByText(say('audit.elsewhere'), { exact: true }).click();
  // What it tells others to fetch is there for anybody, without a session.
  const address = await page.locator('.elsewhere').getByText('/log/audit/inclusion').innerText();
  const leaf = await page.locator('.elsewhere code').nth(1).innerText();
  const answer = (await (await fetch(address)).json()) as { leaf: string };
  expect(answer.leaf).toBe(leaf);
  await noViolations(page, ['en', 'ar']);
}

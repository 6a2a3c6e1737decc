// A body that the directory does not have applies, and the secretariat begins its entry from what it says: both with the keyboard alone.
import type { Locator, Page } from '@playwright/test';
import { directoryProposalRoutes } from '#protocol';
import { signInAs } from '../support/network.ts';
import { choose, noViolations, picture, say, tabAndPress, tabOnto, tabTo } from './ceremonies.ts';
import { expect, test } from './portal.ts';

const BODY = 'Bureau of the Marsh (demonstration)';
const BASIS = 'Statute of the Marsh, section 12';
const SCAN = Buffer.from('%PDF-1.7\nNomination, for demonstration only\n%%EOF\n');
const PHONE = '+99 555 0172';

const part = (page: Page, legend: Parameters<typeof say>[0]): Locator => page.getByRole('group', { name: say(legend), exact: true });

async function type(page: Page, field: Locator, text: string): Promise<void> {
  await tabOnto(page, field);
  await page.keyboard.press('Control+a');
  await page.keyboard.type(text);
}

async function apply(page: Page, hubUrl: string): Promise<void> {
  await page.goto(`${hubUrl}/apply`);
  await tabAndPress(page, page.getByRole('checkbox', { name: say('enrol.phrase.compared') }), 'Space');
  await tabAndPress(page, page.getByRole('button', { name: say('enrol.phrase.same') }));
  const body = part(page, 'apply.authority');
  await choose(page, body.getByRole('button', { name: new RegExp(say('apply.state')) }).first(), 'Kenya');
  await tabAndPress(page, body.getByRole('checkbox', { name: say('apply.described') }), 'Space');
  await type(page, body.getByLabel(say('apply.authority-name')), BODY);
  await type(page, body.getByLabel(say('apply.description')), 'Looks into payments across the marsh.');
  await type(page, body.getByLabel(say('apply.legal-basis')), BASIS);
  await choose(page, body.getByRole('button', { name: new RegExp(say('apply.article-36')) }), say('apply.article-36.notified'));
  await type(page, body.getByLabel(say('apply.confirmation')), 'Permanent mission, Vienna');
  for (const [legend, names] of [['apply.focal-points', ['Demonstration focal point']], ['apply.founders', ['Demonstration founder 1', 'Demonstration founder 2']]] as const) {
    for (const [at, name] of names.entries()) {
      const person = part(page, legend).getByRole('group').nth(at);
      await type(page, person.getByLabel(say('enrol.about.name')), name);
      await type(page, person.getByLabel(say('enrol.about.function')), 'Head of unit');
      await type(page, person.getByLabel(say('apply.telephone')), PHONE);
    }
  }
  const instrument = part(page, 'apply.instrument');
  await choose(page, instrument.getByRole('button', { name: new RegExp(say('apply.instrument-kind')) }), say('instrument.decree'));
  await type(page, instrument.getByLabel(say('apply.reference')), 'Decree 7, for demonstration');
  const chooser = page.waitForEvent('filechooser');
  await tabAndPress(page, instrument.getByRole('button', { name: say('apply.scan'), exact: true }));
  await (await chooser).setFiles({ name: 'decree.pdf', mimeType: 'application/pdf', buffer: SCAN });
  await expect(instrument.getByText('decree.pdf')).toBeVisible({ timeout: 30_000 });
  // What is off is said in the portal's words, and the keyboard is there at once.
  const contact = page.getByLabel(say('apply.email'), { exact: true });
  await type(page, contact, 'desk at ministry');
  await tabAndPress(page, page.getByRole('button', { name: say('apply.submit') }));
  await expect(page.getByText(say('apply.incomplete.what'))).toBeVisible({ timeout: 30_000 });
  await expect(contact).toBeFocused();
  await expect(contact).toHaveAccessibleDescription(new RegExp(say('apply.mistake')));
  await type(page, contact, 'desk@ministry.example');
  await tabAndPress(page, page.getByRole('button', { name: say('apply.submit') }));
  await expect(page.getByText(say('application.state.received')).first()).toBeVisible({ timeout: 30_000 });
}

async function openApplication(page: Page): Promise<void> {
  await tabAndPress(page, page.locator('.nav a[href="/applications"]'));
  await tabTo(page, 'link', BODY);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: BODY })).toBeFocused();
  await expect(page.getByText(BASIS)).toBeVisible({ timeout: 30_000 });
}

test('described in words, checked, begun as an entry, approved and linked', async ({ people, hub }) => {
  test.setTimeout(420_000);
  const { page: applicant } = await people.browse();
  await apply(applicant, hub.url);

  const officer = await people.signIn('secretariat-1');
  await openApplication(officer);
  const step = officer.getByRole('listitem', { name: say('checklist.step.instrument') });
  await tabAndPress(officer, step.getByRole('button', { name: say('checklist.do') }));
  const dialog = officer.getByRole('dialog');
  await choose(officer, dialog.getByRole('button', { name: new RegExp(say('checklist.means')) }), say('checklist.means.in-person'));
  await type(officer, dialog.getByLabel(say('checklist.note')), 'Seen on paper.');
  await tabAndPress(officer, dialog.getByRole('button', { name: say('checklist.confirm') }));
  await expect(dialog).toBeHidden({ timeout: 30_000 });
  await expect(step).toContainText(say('checklist.done'));
  // One's own check can be taken back, and done again.
  await tabAndPress(officer, step.getByRole('button', { name: say('checklist.undo') }));
  await expect(step).not.toContainText(say('checklist.done'));
  await picture(officer, 'application-described');

  await tabAndPress(officer, officer.getByRole('button', { name: say('founders.entry.begin') }));
  await expect(officer.getByRole('heading', { level: 1, name: say('entry.edit') })).toBeFocused();
  const names = officer.getByRole('group', { name: say('entry.part.names') });
  await expect(names.getByRole('textbox').first()).toHaveValue(BODY);
  for (const kept of [BASIS, 'Looks into payments across the marsh.']) await expect(officer.getByRole('textbox').and(officer.locator('textarea')).filter({ hasText: kept })).toHaveCount(1);
  // What was given to the secretariat about persons and the instrument stays sealed.
  const everything = (await officer.locator('#main').innerText()) + (await officer.locator('#main input, #main textarea').evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value).join('\n')));
  for (const sealed of ['Demonstration founder', 'Demonstration focal', PHONE, 'Decree 7', 'Permanent mission']) expect(everything).not.toContain(sealed);
  await noViolations(officer, ['en', 'ar']);
  await type(officer, officer.getByLabel(say('entry.note')), 'From an application.');
  await picture(officer, 'entry-begun');
  await tabAndPress(officer, officer.getByRole('button', { name: say('entry.propose') }));
  await expect(officer).toHaveURL(/\/directory\/proposals\//, { timeout: 30_000 });
  const proposal = officer.url().split('/').at(-1)!;

  // Until it is approved the application shows where it is; two others approve a new entry.
  await openApplication(officer);
  await expect(officer.getByRole('link', { name: say('founders.entry.proposed') })).toBeVisible({ timeout: 30_000 });
  await expect(officer.getByRole('button', { name: say('founders.entry.begin') })).toHaveCount(0);
  await noViolations(officer, ['en', 'ar']);
  for (const colleague of ['secretariat-2', 'secretariat-3']) {
    const { hub: client } = await signInAs(hub, colleague);
    const { revision, currentVersion: version } = await client.call(directoryProposalRoutes.entryProposal, { params: { id: proposal } });
    await client.call(directoryProposalRoutes.approveEntryProposal, { params: { id: proposal }, body: { revision, version } });
  }
  await openApplication(officer);
  await tabAndPress(officer, officer.getByRole('button', { name: say('founders.link.do') }));
  await expect(officer.getByRole('button', { name: say('founders.invite') })).toBeVisible({ timeout: 30_000 });
  await picture(officer, 'application-linked');
  await tabAndPress(officer, officer.getByRole('definition').getByRole('link', { name: BODY }));
  await expect(officer.getByRole('heading', { level: 1, name: BODY })).toBeFocused();
});

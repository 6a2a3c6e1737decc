import { expect, test } from '@jest/globals';
import { AuthorityContent, contentFaults, Uuid, type ApplicationForm } from '#protocol';
import { entryFromForm, entryOfApplication } from './entry-from-form.ts';

const person = { name: 'Nobody Else', function: 'Head', telephone: '+99 555 0100', email: 'nobody@body.example' };
const form: ApplicationForm = {
  version: 1, state: 'KE', authority: null, authorityName: 'Bureau of the Marsh', description: 'Looks into herons.', legalBasis: 'Statute of the Marsh', article36: 'designated',
  focalPoints: [person], securityOfficers: [person, person], confirmation: 'Mission, Vienna',
  instrument: { kind: 'decree', reference: 'Decree 7', scan: { id: '01900000-0000-7000-8000-000000000000', name: 'scan.pdf', size: 1, key: 'a'.repeat(43), hash: 'b'.repeat(64) } },
  replyKey: 'c'.repeat(43),
};
const provenance = { source: 'Application', date: null };

test('begins an entry that could be proposed as it is, without persons, instrument or keys', () => {
  const content = entryFromForm(form, provenance);
  expect(AuthorityContent.parse(content)).toEqual(content);
  expect(contentFaults(null, content)).toEqual([]);
  expect(content).toMatchObject({ state: 'KE', kind: 'law-enforcement-authority', designations: [{ articles: ['36'] }] });
  const text = JSON.stringify(content);
  for (const kept of ['Nobody', '0100', '@', 'Decree 7', 'Mission', 'scan.pdf', 'aaaa', 'bbbb', 'cccc']) expect(text).not.toContain(kept);
  expect([...content.notes, ...content.practice].every(({ visibility }) => visibility === 'members')).toBe(true);
});

test.each([['competent', 'law-enforcement-authority'], ['in-preparation', 'other'], ['none', 'other']] as const)('%s is no designation', (article36, kind) => {
  const content = entryFromForm({ ...form, article36, description: '' }, provenance);
  expect(content).toMatchObject({ kind, designations: [], notes: [] });
  expect(contentFaults(null, content)).toEqual([]);
});

test('one application, one entry', async () => {
  const [one, again, other] = await Promise.all([entryOfApplication('a'), entryOfApplication('a'), entryOfApplication('b')]);
  expect(Uuid.parse(one)).toBe(again);
  expect(other).not.toBe(one);
});

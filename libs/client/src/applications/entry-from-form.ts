// What an application says of a body that the directory does not have, as the beginning of its entry. A person of the secretariat reads, changes
// and proposes it: until then nothing of it leaves the client.
import { emptyContent, utf8, type ApplicationForm, type AuthorityContent, type Provenance } from '#protocol';

/** The entry that begins from an application, the same for whoever begins it: two officers propose one entry, not two. A UUID, version 8 (RFC 9562). */
export async function entryOfApplication(application: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(`entry of application ${application}`)));
  hash[6] = (hash[6]! & 0x0f) | 0x80;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = [...hash.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/**
 * Persons, telephone numbers and the instrument stay out of it: they were given to the secretariat, and no entry says who nominated whom. Words are
 * marked for members only, in no known language, until somebody decides otherwise; the name has to be public. `provenance`: of all values.
 */
export function entryFromForm({ state, authorityName, description, legalBasis, article36 }: ApplicationForm, provenance: Provenance): AuthorityContent {
  const value = (visibility: 'public' | 'members') => ({ id: crypto.randomUUID(), visibility, provenance });
  const designated = article36 === 'designated' || article36 === 'notified';
  return {
    ...emptyContent(state, designated || article36 === 'competent' ? 'law-enforcement-authority' : 'other'),
    names: [{ ...value('public'), name: authorityName, language: 'und', kind: 'official' }],
    designations: designated
      ? [{ ...value('public'), function: 'Law enforcement authority', functions: ['law-enforcement'], instrument: 'UNCAC', provision: '36', articles: ['36'], languages: [], validFrom: null, validTo: null, reference: null, referenceDate: null, note: null }]
      : [],
    notes: description === '' ? [] : [{ ...value('members'), text: description }],
    practice: [{ ...value('members'), topic: 'national-law', answer: null, means: [], text: legalBasis, language: 'und', url: null }],
  };
}

import type { ApplicationDraft } from '#protocol';

export type DraftPerson = ApplicationDraft['focalPoints'][number];
export const NOBODY: DraftPerson = { name: '', function: '', telephone: '', email: '' };

/** Two founders at least, and somebody to speak to. */
export const EMPTY_DRAFT: ApplicationDraft = {
  state: null, authority: null, authorityName: '', description: '', legalBasis: '', article36: null, focalPoints: [NOBODY], securityOfficers: [NOBODY, NOBODY], confirmation: '',
  instrument: { kind: null, reference: '', scan: null }, email: '',
};

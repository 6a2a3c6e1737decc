// Applications as an officer of the secretariat opens them: forms, scans and notes leave the worker in clear only for who looks at them.
import { careForLetters, entryFromForm, entryOfApplication, openForm, openNote, openScan, sealNote, sealReply } from '#client';
import { applicationRoutes, ENTERED_BY_SECRETARIAT, uuidV7, type ApplicationDetail, type ApplicationForm, type CheckMeans, type DecisionReason } from '#protocol';
import { Failure } from './channel.ts';
import { entryDraftsApi } from './entry-drafts-api.ts';
import type { OfficerDesk } from './officer-at-work.ts';

export interface OpenedForm {
  /** Null: not wrapped for this officer yet, or erased. */
  readonly form: ApplicationForm | null;
  /** Notes of checks by the check's id. */
  readonly notes: Readonly<Record<string, string | null>>;
}

export interface CheckToMake {
  /** Made by the page, so that a check that is sent twice is one. */
  readonly id: string;
  readonly step: string;
  readonly means: CheckMeans;
  readonly note: string;
  readonly certificates: readonly string[];
}

export function applicationsApi(desk: OfficerDesk) {
  const formOf = async (detail: ApplicationDetail) => {
    const { officer, network } = await desk.atWork();
    return openForm(officer, network, detail);
  };
  const drafts = entryDraftsApi(desk);
  return {
    openApplicationForm: async (detail: ApplicationDetail): Promise<OpenedForm> => {
      const { officer, network } = await desk.atWork();
      const notes = await Promise.all(detail.checks.map(async ({ id, note }) => [id, note === null ? null : await openNote(officer, network, detail.id, note)] as const));
      return { form: await formOf(detail), notes: Object.fromEntries(notes) };
    },
    applicationScan: async (detail: ApplicationDetail): Promise<Blob> => {
      const form = await formOf(detail);
      if (form === null) throw new Failure('not-found');
      const { officer } = await desk.atWork();
      const plain = await openScan(officer, detail.id, form.instrument.scan);
      if (plain === null) throw new Failure('attachment-refused');
      return new Blob([plain], { type: 'application/octet-stream' });
    },
    checkStep: async (application: string, { note, certificates, ...check }: CheckToMake): Promise<ApplicationDetail> => {
      const { officer, network } = await desk.atWork();
      const sealed = note === '' ? null : await sealNote(officer, network, application, note);
      return officer.hub.call(applicationRoutes.checkStep, { params: { application }, body: { ...check, certificates: [...certificates], note: sealed } });
    },
    decideApplication: async (detail: ApplicationDetail, decision: 'returned' | 'refused', reason: DecisionReason, words: string): Promise<ApplicationDetail> => {
      const { officer } = await desk.atWork();
      const form = words === '' ? null : await formOf(detail);
      if (words !== '' && form === null) throw new Failure('not-found');
      const note = form === null ? null : await sealReply(detail, form, words);
      return officer.hub.call(applicationRoutes.decideApplication, { params: { application: detail.id }, body: { decision, reason, note } });
    },
    /** The entry of the directory that is begun from an application. */
    entryOfApplication,
    /** Begins it, as a draft on this device: the form for changes opens it. What was typed before stays. */
    beginEntry: async (detail: ApplicationDetail, source: string): Promise<string> => {
      const form = await formOf(detail);
      if (form === null) throw new Failure('not-found');
      const authority = await entryOfApplication(detail.id);
      if ((await drafts.entryDraft(authority)) === null) {
        const content = entryFromForm(form, { source: ENTERED_BY_SECRETARIAT, date: null });
        await drafts.saveEntryDraft(authority, { authority, proposal: { id: uuidV7(), revision: null }, baseVersion: 0, base: null, content, source, note: '' });
      }
      return authority;
    },
    /** Done by the client itself whenever the queue is looked at. */
    careForLetters: async (): Promise<number> => {
      const { officer, who } = await desk.atWork();
      return careForLetters(officer, who.certificate);
    },
  };
}

// Writing: attachments are uploaded while one writes, drafts are kept encrypted, sending is by the workflow of libs/client.
import { beginUpload, newThread, openThread, replyIn, sendMessage, uploadAttachment, WaitsForKeys, type WaitingFor } from '#client';
import { DEFAULT_LABELS, uuidV7 } from '#protocol';
import { Failure } from './channel.ts';
import { Drafts, type Draft } from './drafts.ts';
import { refuseDisputed } from './disputed-recipients.ts';
import type { HeldOpen, OfficerDesk } from './officer-at-work.ts';

export interface SentView {
  readonly thread: string;
  readonly message: string;
  readonly accepted: string;
}

/** sent; held: waits for the keys of these members; gone: another window sent or discarded it meanwhile. */
export type SendOutcome = ({ readonly kind: 'sent' } & SentView) | { readonly kind: 'held'; readonly waitingFor: readonly WaitingFor[] } | { readonly kind: 'gone' };

export function composeApi(desk: OfficerDesk, { threads, references }: HeldOpen, progress: (id: string, value: number) => void) {
  const uploads = new Map<string, AbortController>();

  const drafts = async () => {
    const { keyring } = (await desk.atWork()).officer;
    return { kept: new Drafts(keyring), officer: desk.who!.officer };
  };
  const referencesOf = (draft: Draft) =>
    draft.attachments.map(({ id }) => {
      const reference = references.get(id);
      if (!reference) throw new Failure('not-found');
      return reference;
    });

  return {
    newDraft: (members: readonly string[], thread: string | null): Draft => ({
      id: uuidV7(), thread, members, subject: '', text: '', labels: DEFAULT_LABELS, language: null, attachments: [], saved: new Date().toISOString(), queued: null,
    }),
    saveDraft: async (draft: Draft): Promise<void> => {
      const { kept, officer } = await drafts();
      await kept.save(officer, draft, referencesOf(draft));
    },
    removeDraft: async (id: string): Promise<void> => {
      const { kept, officer } = await drafts();
      await kept.remove(officer, id);
    },
    drafts: async (): Promise<Draft[]> => {
      const { kept, officer } = await drafts();
      return (await kept.list(officer)).map(({ references: refs, ...draft }) => {
        for (const reference of refs) references.set(reference.id, reference);
        return draft;
      });
    },

    /** Seals and uploads a file; progress is told under `key`. Fails with `upload-cancelled` after cancelUpload. */
    upload: async (key: string, file: File): Promise<{ id: string; name: string; size: number }> => {
      const { hub } = await desk.mail();
      const controller = new AbortController();
      uploads.set(key, controller);
      try {
        const source = {
          name: file.name.normalize('NFC').slice(0, 255),
          type: /^[\w.+-]+\/[\w.+-]+$/.test(file.type) ? file.type : 'application/octet-stream',
          size: file.size,
          read: async (begin: number, end: number) => new Uint8Array(await file.slice(begin, end).arrayBuffer()),
        };
        const reference = await uploadAttachment(hub, source, beginUpload(file.size), { signal: controller.signal, onProgress: (done, size) => progress(key, size === 0 ? 1 : done / size) });
        references.set(reference.id, reference);
        return { id: reference.id, name: reference.name, size: reference.size };
      } catch (error) {
        throw controller.signal.aborted ? new Failure('upload-cancelled') : error;
      } finally {
        uploads.delete(key);
      }
    },
    cancelUpload: (key: string): void => uploads.get(key)?.abort(),

    /** Seals to the epochs of this moment and sends. The draft is removed once the hub has the message; until then it is kept, marked as queued while it waits. */
    send: (draft: Draft): Promise<SendOutcome> =>
      // Of several windows one sends: sealed twice, a message would be two.
      navigator.locks.request(`globe-send-${draft.id}`, async (): Promise<SendOutcome> => {
        const mail = await desk.mail();
        const { kept, officer } = await drafts();
        if (!(await kept.has(officer, draft.id))) return { kind: 'gone' };
        try {
          const place = draft.thread === null ? newThread(mail.me.member, draft.members) : replyIn(await openThread(mail, draft.thread, threads.get(draft.thread) ?? null));
          await refuseDisputed(await desk.atWork(), place.members);
          const content = { subject: draft.subject.trim() === '' ? null : draft.subject.trim(), text: draft.text };
          const { receipt } = await sendMessage(mail, place, { kind: 'message', labels: draft.labels, language: draft.language, content, attachments: referencesOf(draft) }, draft.id, 'wait');
          await kept.remove(officer, draft.id);
          return { kind: 'sent', thread: receipt.thread, message: receipt.message, accepted: receipt.accepted };
        } catch (error) {
          if (!(error instanceof WaitsForKeys)) throw error;
          if (draft.queued === null) await kept.save(officer, { ...draft, queued: new Date().toISOString() }, referencesOf(draft));
          return { kind: 'held', waitingFor: error.members };
        }
      }),
  };
}

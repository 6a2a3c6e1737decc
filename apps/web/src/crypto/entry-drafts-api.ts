// Changes of directory entries that are not proposed yet, kept on this device: encrypted under the officer's index key.
import { canonicalBytes, fromUtf8, uuidV7, type AuthorityContent, type Json } from '#protocol';
import { deviceStore } from './device-store.ts';
import type { OfficerDesk } from './officer-at-work.ts';

export interface EntryDraft {
  readonly authority: string;
  /** The proposal that it is to change, in this revision; null: a new one, under this id. */
  readonly proposal: { readonly id: string; readonly revision: number | null };
  readonly baseVersion: number;
  readonly base: AuthorityContent | null;
  readonly content: AuthorityContent;
  readonly source: string;
  readonly note: string;
}

const PURPOSE = 'entry-draft.v1';

export function entryDraftsApi(desk: OfficerDesk) {
  const place = (key: string) => `entry-drafts/${desk.who!.officer}/${key}`;
  return {
    /** Of a proposal that is about to be made. */
    newId: (): string => uuidV7(),
    /** `key`: the entry, or the proposal that is changed. Null: there is none, or it was altered. */
    entryDraft: async (key: string): Promise<EntryDraft | null> => {
      const { keyring } = (await desk.atWork()).officer;
      const sealed = await deviceStore.get<Uint8Array<ArrayBuffer>>(place(key));
      const plain = sealed === undefined ? null : await keyring.decryptLocal(sealed, PURPOSE);
      return plain === null ? null : (JSON.parse(fromUtf8(plain)) as EntryDraft);
    },
    saveEntryDraft: async (key: string, draft: EntryDraft): Promise<void> => {
      const { keyring } = (await desk.atWork()).officer;
      await deviceStore.put(place(key), await keyring.encryptLocal(canonicalBytes(draft as unknown as Json), PURPOSE));
    },
    removeEntryDraft: async (key: string): Promise<void> => {
      await desk.atWork();
      await deviceStore.remove(place(key));
    },
  };
}

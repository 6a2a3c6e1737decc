// Drafts on this device: encrypted under the officer's index key, so that they open only with the vault.
import { canonicalBytes, fromUtf8, type AttachmentRef, type HandlingLabels, type Json } from '#protocol';
import type { Keyring } from '#client';
import { deviceStore } from './device-store.ts';

export interface Draft {
  /** Also the id of the message it becomes, so that sending twice is sending once. */
  readonly id: string;
  /** Null: a new thread with `members`. */
  readonly thread: string | null;
  /** Counterparts, without the own member. */
  readonly members: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly labels: HandlingLabels;
  readonly language: string | null;
  /** Ids of complete uploads. Their keys stay in the worker. */
  readonly attachments: readonly { readonly id: string; readonly name: string; readonly size: number }[];
  readonly saved: string;
  /** When its writer sent it, while it waits for a recipient's keys: it goes by itself then, after the portal was opened anew too. Null: being written. */
  readonly queued: string | null;
}
/** As stored: with the references that hold the attachments' keys. */
interface StoredDraft extends Draft {
  readonly references: readonly AttachmentRef[];
}

const PURPOSE = 'draft.v1';
const place = (officer: string, id = '') => `drafts/${officer}/${id}`;

export class Drafts {
  constructor(private readonly keyring: Keyring) {}

  async save(officer: string, draft: Draft, references: readonly AttachmentRef[]): Promise<void> {
    const stored: StoredDraft = { ...draft, references };
    await deviceStore.put(place(officer, draft.id), await this.keyring.encryptLocal(canonicalBytes(stored as unknown as Json), PURPOSE));
  }

  remove(officer: string, id: string): Promise<void> {
    return deviceStore.remove(place(officer, id));
  }

  async list(officer: string): Promise<StoredDraft[]> {
    const keys = await deviceStore.keys(place(officer));
    const drafts = await Promise.all(keys.map(async (key) => this.#open(await deviceStore.get<Uint8Array<ArrayBuffer>>(key))));
    return drafts.filter((draft) => draft !== null).toSorted((a, b) => (a.saved < b.saved ? 1 : -1));
  }

  async has(officer: string, id: string): Promise<boolean> {
    return (await deviceStore.get(place(officer, id))) !== undefined;
  }

  /** Null: altered, or of another officer. */
  async #open(sealed: Uint8Array<ArrayBuffer> | undefined): Promise<StoredDraft | null> {
    const plain = sealed === undefined ? null : await this.keyring.decryptLocal(sealed, PURPOSE);
    return plain === null ? null : ({ queued: null, ...JSON.parse(fromUtf8(plain)) } as StoredDraft);
  }
}

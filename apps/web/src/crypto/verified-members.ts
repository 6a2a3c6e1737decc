// Members whom this officer verified, on this device: encrypted under their index key, bound to network, officer and member.
import type { Keyring, VerifiedAt } from '#client';
import { canonicalBytes, fromBase64Url, fromUtf8, toBase64Url, type Bytes, type CheckMeans, type Json } from '#protocol';
import { deviceStore } from './device-store.ts';
import type { AtWork } from './officer-at-work.ts';

/** By which way the officer reached the member. */
export type VerifiedMeans = Extract<CheckMeans, 'known-telephone' | 'in-person' | 'video' | 'other'>;
/** compared: word by word, aloud; typed: the words, as they were heard; code: the text of the QR code. */
export type VerifiedBy = 'compared' | 'typed' | 'code';

export interface Verification extends VerifiedAt {
  /** What was compared. */
  readonly hash: string;
  readonly means: VerifiedMeans;
  readonly by: VerifiedBy;
  /** With whom, on which number; may be empty. */
  readonly note: string;
  /** ISO 8601, by this device's clock. */
  readonly at: string;
}

const place = (officer: string, member = '') => `verified/${officer}/${member}`;

export class VerifiedMembers {
  readonly #keyring: Keyring;
  readonly #officer: string;
  readonly #network: string;

  constructor({ officer, who, network }: Pick<AtWork, 'officer' | 'who' | 'network'>) {
    this.#keyring = officer.keyring;
    this.#officer = who.officer;
    this.#network = network;
  }

  async save(verification: Verification): Promise<void> {
    const plain = canonicalBytes({ ...verification, root: toBase64Url(verification.root) } as unknown as Json);
    await deviceStore.put(place(this.#officer, verification.member), await this.#keyring.encryptLocal(plain, this.#purpose(verification.member)));
  }

  forget(member: string): Promise<void> {
    return deviceStore.remove(place(this.#officer, member));
  }

  /** Null: none is kept; altered: what is kept was not sealed by this officer's keys for this member and network. */
  async of(member: string): Promise<Verification | 'altered' | null> {
    const sealed = await deviceStore.get<unknown>(place(this.#officer, member));
    if (sealed === undefined) return null;
    const plain = sealed instanceof Uint8Array ? await this.#keyring.decryptLocal(new Uint8Array(sealed), this.#purpose(member)) : null;
    return plain === null ? 'altered' : read(plain);
  }

  /** Ids of the members of whom something is kept. */
  async members(): Promise<string[]> {
    const prefix = place(this.#officer);
    return (await deviceStore.keys(prefix)).map((key) => key.slice(prefix.length));
  }

  #purpose(member: string): string {
    return `verified member.v1 ${member} of ${this.#network} by ${this.#officer}`;
  }
}

function read(plain: Bytes): Verification {
  const kept = JSON.parse(fromUtf8(plain)) as Omit<Verification, 'root'> & { readonly root: string };
  return { ...kept, root: fromBase64Url(kept.root) };
}

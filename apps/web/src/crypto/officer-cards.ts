// Officer cards by the hash that the log pins. What was seen once is kept on this device, encrypted under the officer's index key: the hub erases the card
// of who left, and an alert about them still has a name here.
import { pinnedCards } from '#client';
import { canonicalBytes, fromUtf8, type Json, type OfficerCard } from '#protocol';
import { deviceStore } from './device-store.ts';
import type { AtWork } from './officer-at-work.ts';

type Carried = readonly { readonly card: OfficerCard }[];

export class OfficerCards {
  readonly #cards = new Map<string, OfficerCard>();
  /** Hashes of cards that were asked for, there or not: asking is recorded. */
  readonly #asked = new Set<string>();
  /** Rosters whose kept cards were read. */
  readonly #read = new Set<string>();

  get(hash: string): OfficerCard | null {
    return this.#cards.get(hash) ?? null;
  }

  clear(): void {
    for (const held of [this.#cards, this.#asked, this.#read]) held.clear();
  }

  /** `pinned`: hashes of all cards that the log pins for a roster, of past officers too. The hub is asked only for what is not at hand. */
  async learn(work: AtWork, roster: string, pinned: readonly string[], ask: () => Promise<Carried>): Promise<void> {
    if (!this.#read.has(roster)) this.#take(pinned, await kept(work, roster));
    this.#read.add(roster);
    if (pinned.every((hash) => this.#asked.has(hash) || this.#cards.has(hash))) return;
    const isNew = this.#take(pinned, await ask());
    for (const hash of pinned) this.#asked.add(hash);
    if (isNew) await keep(work, roster, pinned.flatMap((hash) => this.#cards.get(hash) ?? [])).catch(() => undefined);
  }

  /** Whatever it came from, only what the log pins; false: nothing new was among it. */
  #take(pinned: readonly string[], items: Carried): boolean {
    const before = this.#cards.size;
    for (const [hash, card] of pinnedCards(pinned, items)) this.#cards.set(hash, card);
    return this.#cards.size > before;
  }
}

const place = ({ who }: AtWork, roster: string) => `officer-cards/${who.officer}/${roster}`;
const purpose = ({ who, network }: AtWork, roster: string) => `officer cards.v1 ${roster} of ${network} by ${who.officer}`;

async function keep(work: AtWork, roster: string, cards: readonly OfficerCard[]): Promise<void> {
  await deviceStore.put(place(work, roster), await work.officer.keyring.encryptLocal(canonicalBytes(cards as unknown as Json), purpose(work, roster)));
}

/** None where nothing is kept, or what is kept was altered. */
async function kept(work: AtWork, roster: string): Promise<Carried> {
  const sealed = await deviceStore.get<unknown>(place(work, roster));
  const plain = sealed instanceof Uint8Array ? await work.officer.keyring.decryptLocal(new Uint8Array(sealed), purpose(work, roster)) : null;
  return plain === null ? [] : (JSON.parse(fromUtf8(plain)) as OfficerCard[]).map((card) => ({ card }));
}

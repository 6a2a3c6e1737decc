// Picks the chains that are read out of a log that arrives bundle by bundle, and has them verified some hundred leaves at a time.
import { HASH_SIZE } from '#transparency-log';
import { keysAt, neededToRead, signersNamed, type NetworkKeys } from '#trust';
import { concat, packLeaves, type Bytes } from '#protocol';
import { leavesOf, type LeafBundle } from './leaf-bundles.ts';

export interface Picked {
  readonly index: number;
  readonly leaf: Bytes;
  readonly hash: Bytes;
  /** Which judge the checkpoints that it quotes. */
  readonly keys: NetworkKeys | null;
}

/** Leaves verified in one call. */
const TOGETHER = 512;

/** Verifies picked leaves; answers what writes the outcome down. */
type Verify = (picked: readonly Picked[]) => Promise<() => void>;

export class ChainPicker {
  readonly #members: ReadonlySet<string>;
  readonly #taken: Set<number>;
  readonly #verify: Verify;
  readonly #underWay: Promise<() => void>[] = [];
  #waiting: Picked[] = [];
  /** At the next leaf. */
  #keys: NetworkKeys | null = null;

  /** `taken`: leaves that need no verifying any more; those picked here are added. */
  constructor(members: ReadonlySet<string>, taken: Set<number>, verify: Verify) {
    this.#members = members;
    this.#taken = taken;
    this.#verify = verify;
  }

  /** The next leaves, from the first of the log on. */
  take({ from, packed, outline }: LeafBundle): void {
    const leaves = leavesOf(packed);
    for (const [i, roster] of outline.rosters.entries()) {
      if (!neededToRead(roster, this.#members)) continue;
      const leaf = leaves[i]!;
      if (!this.#taken.has(from + i)) {
        this.#taken.add(from + i);
        this.#waiting.push({ index: from + i, leaf, hash: outline.hashes.subarray(i * HASH_SIZE, (i + 1) * HASH_SIZE), keys: this.#keys });
      }
      this.#keys = keysAt(this.#keys, [leaf], [roster]);
      if (this.#waiting.length === TOGETHER) this.#send();
    }
  }

  /** Writes down what was found, all of it or nothing. Throws what verifying throws. */
  async end(): Promise<void> {
    if (this.#waiting.length > 0) this.#send();
    for (const write of await Promise.all(this.#underWay)) write();
  }

  #send(): void {
    const verified = this.#verify(this.#waiting);
    verified.catch(() => undefined);
    this.#underWay.push(verified);
    this.#waiting = [];
  }
}

/** As a slice of its own. `signers`: theirs and maybe others', where they are known. */
export function packPicked(picked: readonly Picked[], signers?: readonly string[]): { readonly packed: Bytes; readonly hashes: Bytes; readonly signers: readonly string[] } {
  const leaves = picked.map(({ leaf }) => leaf);
  return { packed: packLeaves(leaves), hashes: concat(...picked.map(({ hash }) => hash)), signers: signers ?? signersNamed(leaves) };
}

// Ready to read before the whole log is replayed: the full chains of the secretariat, the log's clock and some members, judged by the
// same rules, in a tree built from every leaf. Who is not among those members is not known to the result. It is for reading only: that no
// certificate or id serves twice across chains, and whatever other members signed, only the whole replay shows. TRUST.md, "Statements
// and the trust log".
import { LOG_CLOCK, SECRETARIAT, type Bytes, type StatementKind } from '#protocol';
import { pass, reduce } from './reduce.ts';
import { refuse } from './refusal.ts';
import { EMPTY_STATE, type TrustState } from './state.ts';
import type { KnownNodes, Replayed } from './replay.ts';
import type { VerifiedOrNot } from './verify-signatures.ts';

/** Whether reading these members' chains needs a leaf of this roster: their own, the secretariat's, the clock's, and any that is no canonical entry (null). */
export function neededToRead(roster: string | null, members: ReadonlySet<string>): boolean {
  return roster === null || roster === SECRETARIAT || roster === LOG_CLOCK || members.has(roster);
}

/** Kinds of the secretariat's chain that are about other members, or about nobody who is read: their links count, their contents wait. */
const PASSED: readonly StatementKind[] = ['auditor.grant', 'release.publish'];

export interface ChainLeaf {
  readonly leafHash: Bytes;
  /** Null: of a chain that is not read. */
  readonly entry: VerifiedOrNot | null;
}

/** From genesis; `leaves`: every one, in order. Stops at the first needed entry that does not count. `network`, `known`: as for reduceAll. */
export function readChains(leaves: Iterable<ChainLeaf>, network: string, known?: KnownNodes): Replayed {
  let state: TrustState = EMPTY_STATE;
  for (const { leafHash, entry } of leaves) {
    const index = state.tree.range.size;
    if (entry === null) state = pass(state, leafHash, null, known?.(index));
    else if ('refused' in entry) return { state, refusal: { ...entry.refused, index } };
    else if (PASSED.includes(entry.entry.statement.kind)) state = pass(state, leafHash, { roster: entry.entry.statement.roster, hash: entry.hash }, known?.(index));
    else {
      const step = reduce(state, entry, known?.(index));
      if (!step.ok) return { state, refusal: step.refusal };
      state = step.state;
    }
    if (index === 0 && state.network?.id !== network) return { state: EMPTY_STATE, refusal: { ...refuse('wrong-network'), index } };
  }
  return { state, refusal: null };
}

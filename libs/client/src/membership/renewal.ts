// When a member's mailbox epoch has to be renewed, and by whom first. Pure: every client of a member comes to the same answer by the log alone.
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8 } from '#protocol';
import { EPOCH_LIFETIME_MS, TrustAt, type TrustState } from '#trust';

const DAY_MS = 24 * 3600 * 1000;
/** Clients set out at moments of their own within so much before that: neither all members nor all clients of one at once. */
export const RENEWAL_SPREAD_MS = 7 * DAY_MS;

/**
 * first: none yet. departure: a reader left or has another key. age. newcomer: somebody reads who does not hold the current epoch, and it opens
 * older mail too, so that it is not simply handed on. unopenable: the rotation that waits does not open for me.
 */
export type RenewalReason = 'first' | 'departure' | 'age' | 'newcomer' | 'unopenable';

/** Null: nothing to do, or a rotation waits for confirmation already. `distrusted`: a rotation that I could not open. */
export function renewalDue(state: TrustState, member: string, officer: string, distrusted: string | null = null): RenewalReason | null {
  const at = new TrustAt(state);
  const pending = at.pendingEpoch(member);
  if (pending !== null) return pending.id === distrusted ? 'unopenable' : null;
  const { standing, epoch } = at.currentEpoch(member);
  if (standing === 'none') return 'first';
  if (standing === 'stale') return 'departure';
  // A suspension or a freeze is not cured by another epoch.
  if (standing !== 'current') return null;
  const age = at.epochAge(epoch);
  const isOld = age === null ? state.clock !== null : age >= renewalAge(epoch.id, officer);
  if (isOld) return 'age';
  const holders = at.holdersOf(epoch);
  const isLacking = at.readersOf(member).some(({ id }) => !holders.includes(id));
  return isLacking && epoch.previous !== null ? 'newcomer' : null;
}

/** The age, milliseconds, at which this officer's client renews this epoch: fixed by both ids, spread evenly. */
export function renewalAge(epoch: string, officer: string): number {
  const [a = 0, b = 0] = sha256(utf8(`renewal ${epoch} ${officer}`));
  return EPOCH_LIFETIME_MS - Math.floor((RENEWAL_SPREAD_MS * (a * 256 + b)) / 65_536);
}

// Whose access ends with an entry of the trust log, by the states before and after it. Pure.
import type { TrustState } from '#trust';

export interface Leavers {
  /** Removed: their sessions, credentials and wrapped keys go. */
  readonly removed: readonly string[];
  /** Suspended: their sessions end. They may sign in again and stand nowhere until it is lifted. */
  readonly suspended: readonly string[];
}

/** `index`: of the entry. Looks at the roster it names and at those that the clock may have changed. */
export function whoLeaves(before: TrustState, after: TrustState, roster: string, index: number): Leavers {
  const members = [roster, ...before.timed].flatMap((id) => after.members.get(id) ?? []);
  const officers = [...(roster === 'secretariat' ? after.secretariat.values() : []), ...members.flatMap((member) => [...member.officers.values()])];
  const distinct = [...new Map(officers.map((officer) => [officer.id, officer])).values()];
  return {
    removed: distinct.filter(({ removedAt }) => removedAt === index).map(({ id }) => id),
    suspended: distinct.filter(({ suspensions }) => suspensions.at(-1)?.from === index).map(({ id }) => id),
  };
}

// Whose sessions end with an entry of the trust log, by the states before and after it. Pure.
import type { SessionEnd } from '#protocol';
import { READING_ROLES, type Member, type Officer, type TrustState } from '#trust';

export interface Leaver {
  readonly officer: string;
  /** removed: credentials and wrapped keys go too. The others may sign in again, to the place that is left to them. */
  readonly why: Extract<SessionEnd, 'removed' | 'suspended' | 'rekeyed' | 'role-changed'>;
}

/** `index`: of the entry. Looks at the roster it names and at those that the clock may have changed. */
export function whoLeaves(before: TrustState, after: TrustState, roster: string, index: number): Leaver[] {
  const members = [...new Set([roster, ...before.timed])].flatMap((id) => after.members.get(id) ?? []);
  const officers = [...(roster === 'secretariat' ? after.secretariat.values() : []), ...members.flatMap((member) => [...member.officers.values()])];
  return officers.flatMap((officer) => {
    const why = whyLeaves(officer, earlier(before, members, officer.id), index);
    return why === null ? [] : [{ officer: officer.id, why }];
  });
}

function earlier(before: TrustState, members: readonly Member[], id: string): Officer | undefined {
  return members.flatMap((member) => before.members.get(member.id)?.officers.get(id) ?? [])[0];
}

function whyLeaves(officer: Officer, was: Officer | undefined, index: number): Leaver['why'] | null {
  if (officer.removedAt === index) return 'removed';
  if (officer.suspensions.at(-1)?.from === index) return 'suspended';
  if (was === undefined) return null;
  if (officer.certificate !== was.certificate) return 'rekeyed';
  return READING_ROLES.includes(was.role) && !READING_ROLES.includes(officer.role) ? 'role-changed' : null;
}

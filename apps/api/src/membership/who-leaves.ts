// Whose sessions end with an entry of the trust log, by the states before and after it. Pure.
import type { SessionEnd } from '#protocol';
import { READING_ROLES, type Member, type Officer, type TrustState } from '#trust';

export interface Leaver {
  readonly officer: string;
  /** The one in force; for `credential-removed` the one that will not be. */
  readonly certificate: string;
  /**
   * removed: credentials and wrapped keys go too; rekeyed: those under other certificates; credential-removed: those of a re-issue that was vetoed
   * or is void. The others may sign in again, to the place that is left to them.
   */
  readonly why: Extract<SessionEnd, 'removed' | 'suspended' | 'rekeyed' | 'role-changed' | 'credential-removed'>;
}

/** `index`: of the entry. Looks at the roster it names and at those that the clock may have changed. */
export function whoLeaves(before: TrustState, after: TrustState, roster: string, index: number): Leaver[] {
  const members = [...new Set([roster, ...before.timed])].flatMap((id) => after.members.get(id) ?? []);
  const officers = [...(roster === 'secretariat' ? after.secretariat.values() : []), ...members.flatMap((member) => [...member.officers.values()])];
  const leavers = officers.flatMap((officer): Leaver[] => {
    const why = whyLeaves(officer, earlier(before, members, officer.id), index);
    return why === null ? [] : [{ officer: officer.id, certificate: officer.certificate, why }];
  });
  return [...leavers, ...members.flatMap((member) => abandoned(member, index))];
}

function abandoned({ waits }: Member, index: number): Leaver[] {
  return waits.flatMap((wait): Leaver[] =>
    wait.act === 'rekey' && wait.endedAt === index && wait.end !== 'effect' ? [{ officer: wait.subject, certificate: wait.key.certificate, why: 'credential-removed' }] : []);
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

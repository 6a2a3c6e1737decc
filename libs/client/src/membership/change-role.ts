import type { OfficerRole, Proposal } from '#protocol';
import { draft, TrustAt } from '#trust';
import { submitOnNewest, type OfficerSession } from './submit-statement.ts';

export interface Term {
  readonly role: OfficerRole;
  /** ISO time at which the officer leaves by the log's clock; null: serves until removed. */
  readonly ends: string | null;
}

/** Proposes another role, or another end of the term; two other security officers sign. Null: has both already, or does not serve. */
export async function proposeRole(session: OfficerSession, member: string, officer: string, { role, ends }: Term): Promise<Proposal | null> {
  return submitOnNewest(session, async (state) => {
    const known = new TrustAt(state).officersOf(member).find(({ id }) => id === officer);
    const until = ends === null ? null : Date.parse(ends);
    if (known === undefined || (known.role === role && known.ends === until)) return null;
    return { statement: draft.officerRole({ state, now: Date.now() }, member, officer, role, ends) };
  });
}

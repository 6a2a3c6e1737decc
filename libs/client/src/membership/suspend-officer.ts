import type { Proposal } from '#protocol';
import { draft, TrustAt } from '#trust';
import { submitOnNewest, type OfficerSession } from './submit-statement.ts';

/** Suspends an officer at once, by one security officer or the officer. Null: is suspended already, or does not serve. */
export async function suspendOfficer(session: OfficerSession, member: string, officer: string): Promise<Proposal | null> {
  return submitOnNewest(session, async (state) => {
    const view = new TrustAt(state);
    const serves = view.officersOf(member).some(({ id }) => id === officer);
    return serves && !view.isOfficerSuspended(officer) ? { statement: draft.officerSuspend({ state, now: Date.now() }, member, officer) } : null;
  });
}

/** Proposes to lift a suspension; two security officers sign. Null: is not suspended. */
export async function proposeReinstatement(session: OfficerSession, member: string, officer: string): Promise<Proposal | null> {
  return submitOnNewest(session, async (state) =>
    new TrustAt(state).isOfficerSuspended(officer) ? { statement: draft.officerReinstate({ state, now: Date.now() }, member, officer) } : null,
  );
}

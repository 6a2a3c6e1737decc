import type { Proposal } from '#protocol';
import { draft, TrustAt } from '#trust';
import { submitOnNewest, type OfficerSession } from './submit-statement.ts';

/** Proposes to suspend a member; k secretariat officers sign. Null: suspended already, or no member. */
export async function proposeMemberSuspension(session: OfficerSession, member: string): Promise<Proposal | null> {
  return submitOnNewest(session, async (state) => {
    const view = new TrustAt(state);
    return view.member(member) === null || view.isMemberSuspended(member) ? null : { statement: draft.memberSuspend({ state, now: Date.now() }, member) };
  });
}

/** Proposes to readmit a member as it left its roster; k secretariat officers sign. Null: not suspended. */
export async function proposeReadmission(session: OfficerSession, member: string): Promise<Proposal | null> {
  return submitOnNewest(session, async (state) =>
    new TrustAt(state).isMemberSuspended(member) ? { statement: draft.memberReadmit({ state, now: Date.now() }, member) } : null,
  );
}

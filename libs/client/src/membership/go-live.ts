import type { Proposal } from '#protocol';
import { draft, TrustAt } from '#trust';
import { submitOnNewest, type OfficerSession } from './submit-statement.ts';

/**
 * Proposes that a member is live: two security officers, whose recovery drills the hub has on record, and one secretariat officer sign. Null: it is
 * live, or has no mailbox keys yet.
 */
export async function proposeLive(session: OfficerSession, member: string): Promise<Proposal | null> {
  return submitOnNewest(session, async (state) => {
    const view = new TrustAt(state);
    return view.isMemberLive(member) || view.currentEpoch(member).epoch === null ? null : { statement: draft.memberLive({ state, now: Date.now() }, member) };
  });
}

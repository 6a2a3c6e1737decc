import type { OfficerKey, Proposal } from '#protocol';
import { draft, TrustAt } from '#trust';
import { submitOnNewest, type OfficerSession } from './submit-statement.ts';

/**
 * Proposes new security officers where a quorum was lost; the remaining one, if there is one, k secretariat officers and those seated sign. Takes
 * effect after seven days unless an officer of the member vetoes. `remaining`: the one who can still sign; null: nobody, after proof out of band. All
 * others in that role are named as lost. Null: the like waits already.
 */
export async function proposeReseat(session: OfficerSession, member: string, remaining: string | null, seats: OfficerKey[]): Promise<Proposal | null> {
  return submitOnNewest(session, async (state) => {
    const view = new TrustAt(state);
    if (view.waitsOf(member).some(({ act }) => act === 'reseat')) return null;
    const lost = view.officersOf(member).filter(({ id, role }) => role === 'security' && id !== remaining);
    return { statement: draft.memberReseat({ state, now: Date.now() }, member, lost.map(({ id }) => id), seats) };
  });
}

import type { Proposal } from '#protocol';
import { draft, TrustAt } from '#trust';
import { submitOnNewest, type OfficerSession } from './submit-statement.ts';

/** Ends a rekey or reseat before it takes effect, by any officer of the member. `statement`: SHA-256 of the one that waits. Null: it waits no longer. */
export async function vetoWait(session: OfficerSession, member: string, statement: string): Promise<Proposal | null> {
  return submitOnNewest(session, async (state) => {
    const wait = new TrustAt(state).waitsOf(member).find((one) => one.statement === statement);
    return wait === undefined ? null : { statement: draft.memberVeto({ state, now: Date.now() }, member, wait) };
  });
}

import type { Proposal } from '#protocol';
import { draft, TrustAt } from '#trust';
import { submitOnNewest, type OfficerSession } from './submit-statement.ts';

/** Says that an officer still serves in this role under this card, by one other security officer. Null: does not serve. */
export async function attestOfficer(session: OfficerSession, member: string, officer: string): Promise<Proposal | null> {
  return submitOnNewest(session, async (state) =>
    new TrustAt(state).officersOf(member).some(({ id }) => id === officer) ? { statement: draft.officerAttest({ state, now: Date.now() }, member, officer) } : null,
  );
}

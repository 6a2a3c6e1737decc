import type { Proposal } from '#protocol';
import { draft, TrustAt } from '#trust';
import { submitOnNewest, type OfficerSession } from './submit-statement.ts';

/** "This was not us", by any officer of the member: sends stop at once. `about`: SHA-256 of the statement that is meant. Null: frozen already. */
export async function freezeMember(session: OfficerSession, member: string, about: string | null = null): Promise<Proposal | null> {
  return submitOnNewest(session, async (state) =>
    new TrustAt(state).isMemberFrozen(member) ? null : { statement: draft.memberFreeze({ state, now: Date.now() }, member, about) },
  );
}

/** Proposes to lift a freeze; two security officers sign. Null: not frozen. */
export async function proposeUnfreeze(session: OfficerSession, member: string): Promise<Proposal | null> {
  return submitOnNewest(session, async (state) =>
    new TrustAt(state).isMemberFrozen(member) ? { statement: draft.memberUnfreeze({ state, now: Date.now() }, member) } : null,
  );
}

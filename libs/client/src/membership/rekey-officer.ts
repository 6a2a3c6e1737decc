import type { OfficerKey, Proposal } from '#protocol';
import { draft, TrustAt } from '#trust';
import { submitOnNewest, type OfficerSession } from './submit-statement.ts';

/**
 * Proposes another certificate for an officer whose keys are lost; two security officers and the new certificate sign. Takes effect after 72 hours unless
 * an officer of the member vetoes. `compromisedSince`: trust log position. Null: the like waits already, or the officer does not serve.
 */
export async function proposeRekey(session: OfficerSession, member: string, key: OfficerKey, compromisedSince: number | null = null): Promise<Proposal | null> {
  return submitOnNewest(session, async (state) => {
    const view = new TrustAt(state);
    const serves = view.officersOf(member).some(({ id }) => id === key.officer);
    const waits = view.waitsOf(member).some(({ act, subject }) => act === 'rekey' && subject === key.officer);
    return !serves || waits ? null : { statement: draft.officerRekey({ state, now: Date.now() }, member, key, compromisedSince) };
  });
}

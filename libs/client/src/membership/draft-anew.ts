// A proposal is void as soon as anything else changes its roster. What it was to do can be written again on the newest state.
import { Problem, type Proposal, type Statement } from '#protocol';
import { draft, objectionTo, type TrustState } from '#trust';
import { submitOnNewest, type OfficerSession } from './submit-statement.ts';

/** The same act on this state; null where it would not follow any more, and for statements that clients make by themselves. */
export function sameAct(state: TrustState, { kind, roster, subject, body }: Statement): Statement | null {
  if (kind === 'network.genesis' || kind === 'log.time' || kind.startsWith('epoch.')) return null;
  const statement = draft.same({ state, now: Date.now() }, { kind, roster, subject, body });
  return objectionTo(state, statement) === null ? statement : null;
}

/** Proposes it with the caller's signature; everybody else signs anew. Throws Problem('already-done') when it does not follow any more. */
export async function draftAnew(session: OfficerSession, { statement }: Pick<Proposal, 'statement'>): Promise<Proposal> {
  const proposal = await submitOnNewest(session, async (state) => {
    const again = sameAct(state, statement);
    return again === null ? null : { statement: again };
  });
  if (proposal === null) throw new Problem('already-done');
  return proposal;
}

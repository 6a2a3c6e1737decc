// A proposal as its readers see it: what is missing is said by the state of now, and a waiting one that can no longer be appended is void.
import type { Proposal } from '#protocol';
import type { TrustState } from '#trust';
import type { Principal } from '../platform/request-context.ts';
import { missingFor, objectionNow } from './proposal.policy.ts';
import type { StoredProposal } from './proposal.repository.ts';

export function viewOf(state: TrustState, stored: StoredProposal, principal: Principal, now: Date): Proposal {
  const { id, statement, signatures, index, proposedBy, created } = stored;
  const waits = stored.state === 'waiting' && objectionNow(state, statement, now) === null;
  const signed = signatures.map(({ certificate }) => certificate);
  const { missing, mine } = waits ? missingFor(state, statement, signed, principal.officer) : { missing: [], mine: false };
  return {
    id,
    statement,
    signatures: [...signatures],
    state: stored.state === 'waiting' && !waits ? 'void' : stored.state,
    index,
    missing: missing.map(({ role, count, certificates }) => ({ role, count, certificates: [...certificates] })),
    mine,
    proposedBy,
    created: created.toISOString(),
  };
}

// Brings a statement to the hub with the caller's signature, and adds signatures to those of others.
import { membershipRoutes, Problem, toBase64Url, uuidV7, type Bytes, type Proposal, type Statement } from '#protocol';
import type { TrustState } from '#trust';
import type { HubClient } from '../http.ts';
import type { Keyring } from '../keyring.ts';
import type { TrustSource } from './trust-source.ts';

/** One officer at work: where requests go, what signs, what is believed. */
export interface OfficerSession {
  readonly hub: HubClient;
  readonly keyring: Keyring;
  readonly trust: TrustSource;
}

export interface Drafted {
  readonly statement: Statement;
  /** Certificates that the statement pins and the hub may not have yet. */
  readonly certificates?: readonly Bytes[];
  readonly packages?: readonly { officer: string; sealed: Bytes }[];
}

/** Signs and proposes. The answer says whether it was appended at once or which signatures are missing. */
export async function submitStatement({ hub, keyring }: Pick<OfficerSession, 'hub' | 'keyring'>, drafted: Drafted): Promise<Proposal> {
  const signature = await keyring.signStatement(drafted.statement);
  return hub.call(membershipRoutes.propose, {
    body: {
      id: uuidV7(),
      statement: drafted.statement,
      signature,
      certificates: (drafted.certificates ?? []).map(toBase64Url),
      packages: (drafted.packages ?? []).map(({ officer, sealed }) => ({ officer, sealed: toBase64Url(sealed) })),
    },
  });
}

/** Adds the caller's signature to a waiting proposal, over exactly the statement the caller was shown. */
export async function signProposal({ hub, keyring }: Pick<OfficerSession, 'hub' | 'keyring'>, proposal: Proposal): Promise<Proposal> {
  const signature = await keyring.signStatement(proposal.statement);
  return hub.call(membershipRoutes.signProposal, { params: { proposal: proposal.id }, body: { signature } });
}

const ATTEMPTS = 3;
/** The hub takes entries into a checkpoint at least every 200 ms. */
const OVERTAKEN_MS = 400;

/**
 * Drafts on the newest state and submits; when another statement of the same roster came first, drafts again on top of it.
 * `make` may answer null: nothing is left to do on the state it was given.
 */
export async function submitOnNewest(session: OfficerSession, make: (state: TrustState) => Promise<Drafted | null>): Promise<Proposal | null> {
  for (let attempt = 1; ; attempt++) {
    const drafted = await make(await session.trust.sync());
    if (drafted === null) return null;
    try {
      const proposal = await submitStatement(session, drafted);
      if (proposal.index !== null) await session.trust.reach(proposal.index + 1);
      return proposal;
    } catch (error) {
      const overtaken = error instanceof Problem && error.code === 'statement-refused' && attempt < ATTEMPTS;
      if (!overtaken) throw error;
      await new Promise((resolve) => setTimeout(resolve, OVERTAKEN_MS));
    }
  }
}

// One more signature under a waiting proposal; with the last one it is appended.
import { Injectable } from '@nestjs/common';
import { membershipRoutes, Problem, type Proposal, type StatementSignature } from '#protocol';
import { requireAccess } from '../platform/access-guard.ts';
import { Database } from '../platform/database.ts';
import { currentContext } from '../platform/request-context.ts';
import { refused } from './append-statement.ts';
import { GatherSignatures } from './gather-signatures.ts';
import { viewOf } from './proposal-view.ts';
import { objectionNow } from './proposal.policy.ts';
import { ProposalRepository } from './proposal.repository.ts';
import { TrustTransaction } from './trust-transaction.ts';

@Injectable()
export class SignProposal {
  constructor(
    private readonly database: Database,
    private readonly trust: TrustTransaction,
    private readonly proposals: ProposalRepository,
    private readonly gather: GatherSignatures,
  ) {}

  /** The same signer again is answered with the proposal as it is. Throws Problem('not-found' | 'not-allowed' | 'statement-refused' | 'gone'). */
  async execute(id: string, signature: StatementSignature): Promise<Proposal> {
    const { principal } = currentContext();
    requireAccess(membershipRoutes.signProposal.access, principal, this.trust.now());
    // As the caller first: what row-level security hides does not exist.
    if ((await this.database.transaction((tx) => this.proposals.find(tx, id))) === null) throw new Problem('not-found');
    return this.trust.run(async (trust) => {
      const proposal = (await this.proposals.find(trust.tx, id))!;
      if (proposal.signatures.some(({ certificate }) => certificate === signature.certificate)) return viewOf(trust.state, proposal, principal, trust.now);
      if (proposal.state !== 'waiting') throw new Problem('gone');
      const objection = objectionNow(trust.state, proposal.statement, trust.now);
      if (objection !== null) throw refused(objection);
      await this.gather.add(trust, proposal, signature, principal);
      return this.gather.settle(trust, id, principal);
    });
  }
}

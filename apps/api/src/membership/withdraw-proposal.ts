import { Injectable } from '@nestjs/common';
import { membershipRoutes, Problem } from '#protocol';
import { AuditLog } from '../audit/audit.port.ts';
import { requireAccess } from '../platform/access-guard.ts';
import { currentContext } from '../platform/request-context.ts';
import { ProposalRepository } from './proposal.repository.ts';
import { TrustTransaction } from './trust-transaction.ts';

/** Only who proposed, and only while it waits. */
@Injectable()
export class WithdrawProposal {
  constructor(
    private readonly trust: TrustTransaction,
    private readonly proposals: ProposalRepository,
    private readonly audit: AuditLog,
  ) {}

  /** Throws Problem('not-found' | 'gone'). */
  async execute(id: string): Promise<void> {
    const { principal } = currentContext();
    requireAccess(membershipRoutes.withdrawProposal.access, principal, this.trust.now());
    await this.trust.run(async ({ tx }) => {
      const proposal = await this.proposals.find(tx, id);
      if (proposal?.proposedBy !== principal.officer) throw new Problem('not-found');
      if (proposal.state === 'withdrawn') return;
      if (proposal.state !== 'waiting') throw new Problem('gone');
      await this.proposals.withdraw(tx, id);
      await this.audit.record(tx, { action: 'statement.withdraw', object: { kind: 'proposal', id }, details: { proposal: id } });
    });
  }
}

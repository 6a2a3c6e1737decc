// A new statement: judged by the replay, what it pins stored, appended at once if its proposer's signature is all it takes.
import { Injectable } from '@nestjs/common';
import { equalBytes, membershipRoutes, Problem, statementBytes, type Proposal, type RouteInput, type Statement } from '#protocol';
import { AuditLog } from '../audit/audit.port.ts';
import { requireAccess } from '../platform/access-guard.ts';
import { currentContext, type Principal } from '../platform/request-context.ts';
import { refused } from './append-statement.ts';
import { CheckPinned } from './check-pinned.ts';
import { GatherSignatures } from './gather-signatures.ts';
import { viewOf } from './proposal-view.ts';
import { dailyLimit, missingFor, objectionNow } from './proposal.policy.ts';
import { ProposalRepository } from './proposal.repository.ts';
import { memberOfStatement } from './statement-contents.ts';
import { TrustTransaction, type TrustTx } from './trust-transaction.ts';

const DAY_MS = 24 * 3600 * 1000;

@Injectable()
export class ProposeStatement {
  constructor(
    private readonly trust: TrustTransaction,
    private readonly proposals: ProposalRepository,
    private readonly pinned: CheckPinned,
    private readonly gather: GatherSignatures,
    private readonly audit: AuditLog,
  ) {}

  /** Throws Problem('not-allowed' | 'statement-refused' | 'bad-request' | 'certificate-refused' | 'id-reused' | 'too-many-requests'). */
  async execute(request: RouteInput<typeof membershipRoutes.propose>['body']): Promise<Proposal> {
    const { principal } = currentContext();
    requireAccess(membershipRoutes.propose.access, principal, this.trust.now());
    const { id, statement, signature } = request;
    // The log's clock is nobody's to propose.
    if (statement.kind === 'log.time') throw new Problem('not-allowed');
    await this.pinned.logKeys(statement);
    return this.trust.run(async (trust) => {
      const known = await this.proposals.find(trust.tx, id);
      if (known !== null) {
        const same = known.proposedBy === principal.officer && equalBytes(statementBytes(known.statement), statementBytes(statement));
        if (!same) throw new Problem('id-reused');
        return viewOf(trust.state, known, principal, trust.now);
      }
      await this.requireSound(trust, statement, principal);
      await this.pinned.store(trust.tx, trust.state, request);
      await this.proposals.add(trust.tx, id, statement, principal.officer, trust.now);
      await this.audit.record(trust.tx, { action: 'statement.propose', object: { kind: 'proposal', id }, details: { proposal: id, kind: statement.kind } });
      if (signature !== null) await this.gather.add(trust, (await this.proposals.find(trust.tx, id))!, signature, principal);
      return this.gather.settle(trust, id, principal);
    });
  }

  /** It follows from the log, its proposer is one of those who may sign it, and there have not been too many today. */
  private async requireSound({ tx, state, now }: TrustTx, statement: Statement, principal: Principal): Promise<void> {
    const objection = objectionNow(state, statement, now);
    if (objection !== null) throw refused(objection);
    if (!missingFor(state, statement, [], principal.officer).mine) throw new Problem('not-allowed');
    const today = await this.proposals.countSince(tx, memberOfStatement(statement), new Date(now.getTime() - DAY_MS));
    if (today >= dailyLimit(statement)) throw new Problem('too-many-requests', { retryAfter: 3600 });
  }
}

import { Injectable } from '@nestjs/common';
import { directoryProposalRoutes, type EntryProposal, type RouteInput } from '#protocol';
import { AuditLog } from '../../audit/audit.port.ts';
import { requireAccess } from '../../platform/access-guard.ts';
import { Clock } from '../../platform/clock.ts';
import type { Tx } from '../../platform/database.ts';
import { Outbox } from '../../platform/outbox.ts';
import { currentContext, type Principal } from '../../platform/request-context.ts';
import { objectionToReturn, objectionToWithdrawal } from './entry-proposal.policy.ts';
import { EntryProposalRepository, type StoredEntryProposal } from './entry-proposal.repository.ts';
import { ProposalDesk } from './proposal-desk.ts';

const ACTIONS = { approved: 'directory.approve', returned: 'directory.return', withdrawn: 'directory.withdraw' } as const;

/** Returned by the secretariat with a reason, or withdrawn by the side that proposed; and the record of every act on a proposal. */
@Injectable()
export class MoveProposal {
  constructor(
    private readonly desk: ProposalDesk,
    private readonly proposals: EntryProposalRepository,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  now(): Date {
    return this.clock.now();
  }

  /** Throws Problem('not-found' | 'not-allowed' | 'gone' | 'conflict'). */
  async return(id: string, { revision, reason }: RouteInput<typeof directoryProposalRoutes.returnEntryProposal>['body']): Promise<EntryProposal> {
    const { principal } = currentContext();
    requireAccess(directoryProposalRoutes.returnEntryProposal.access, principal, this.now());
    return this.desk.act(id, principal, revision, objectionToReturn, async (tx, proposal) => {
      await this.proposals.move(tx, id, this.now(), 'returned');
      await this.note(tx, proposal, principal, 'returned', reason);
      await this.announce(tx, proposal, 'returned');
    });
  }

  /** Throws Problem('not-found' | 'not-allowed' | 'gone' | 'conflict'). */
  async withdraw(id: string, { revision }: RouteInput<typeof directoryProposalRoutes.withdrawEntryProposal>['body']): Promise<EntryProposal> {
    const { principal } = currentContext();
    requireAccess(directoryProposalRoutes.withdrawEntryProposal.access, principal, this.now());
    return this.desk.act(id, principal, revision, objectionToWithdrawal, async (tx, proposal) => {
      await this.proposals.move(tx, id, this.now(), 'withdrawn');
      await this.note(tx, proposal, principal, 'withdrawn');
    });
  }

  /** What happened, in the proposal's own list and in the audit log. */
  async note(tx: Tx, { id, authority, revision }: StoredEntryProposal, { officer, role }: Principal, act: keyof typeof ACTIONS, reason: string | null = null): Promise<void> {
    await this.proposals.note(tx, id, { at: this.now(), officer, side: role === 'security' ? 'authority' : 'secretariat', act, revision, reason });
    await this.audit.record(tx, { action: ACTIONS[act], object: { kind: 'authority', id: authority }, details: { proposal: id, revision } });
  }

  /** Tells those whom it concerns, by mail without content. */
  async announce(tx: Tx, { id, member, proposedBy }: StoredEntryProposal, moved: 'returned' | 'applied'): Promise<void> {
    await this.outbox.put(tx, 'directory.proposal', { proposal: id, moved, member, officer: proposedBy });
  }
}

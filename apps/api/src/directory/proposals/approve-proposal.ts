import { Injectable } from '@nestjs/common';
import { directoryProposalRoutes, mergeContent, Problem, type EntryProposal, type RouteInput } from '#protocol';
import { TrustView } from '../../membership/membership.port.ts';
import { requireAccess } from '../../platform/access-guard.ts';
import type { Tx } from '../../platform/database.ts';
import { currentContext } from '../../platform/request-context.ts';
import { WriteEntry } from '../write-entry.ts';
import { approversOf, objectionToApproval } from './entry-proposal.policy.ts';
import { EntryProposalRepository, type StoredEntryProposal } from './entry-proposal.repository.ts';
import { MoveProposal } from './move-proposal.ts';
import { ProposalDesk } from './proposal-desk.ts';

/**
 * An officer of the secretariat approves what somebody else proposed. The last approval that is needed writes the entry: what the
 * proposal changes is put upon the entry as it is then. Where both changed the same value, nothing is written.
 */
@Injectable()
export class ApproveProposal {
  constructor(
    private readonly desk: ProposalDesk,
    private readonly proposals: EntryProposalRepository,
    private readonly moving: MoveProposal,
    private readonly trust: TrustView,
    private readonly entries: WriteEntry,
  ) {}

  /**
   * Throws Problem('not-found' | 'not-allowed' | 'gone' | 'already-done'); Problem('conflict') when proposal or entry are not as the approver saw
   * them, with the verdict 'overlap' when the entry changed meanwhile in what is proposed; Problem('parent-ring') when others changed the directory so that it would close a ring.
   */
  async execute(id: string, { revision, version }: RouteInput<typeof directoryProposalRoutes.approveEntryProposal>['body']): Promise<EntryProposal> {
    const { principal } = currentContext();
    requireAccess(directoryProposalRoutes.approveEntryProposal.access, principal, this.moving.now());
    return this.desk.act(id, principal, revision, objectionToApproval, async (tx, proposal) => {
      const current = await this.desk.entryNow(tx, proposal.authority);
      if (current.version !== version) throw new Problem('conflict');
      const merged = mergeContent(await this.desk.contentAt(tx, proposal.authority, proposal.baseVersion), current.content, proposal.content);
      const parted = current.content === null && proposal.baseVersion !== current.version;
      if (merged.conflicts.length > 0 || parted) throw new Problem('conflict', { verdict: 'overlap' });
      await this.moving.note(tx, proposal, principal, 'approved');
      const approvers = await this.stillServing([...approversOf(proposal), principal.officer]);
      if (approvers.length < proposal.approvalsNeeded) return;
      await this.write(tx, proposal, approvers, { version, content: merged.content });
    });
  }

  private async write(tx: Tx, proposal: StoredEntryProposal, approvedBy: readonly string[], { version, content }: { version: number; content: EntryProposal['content'] }): Promise<void> {
    const { id, authority, member, proposedBy } = proposal;
    const [written] = await this.entries.execute(tx, [
      { authority, expectedVersion: version, content, origin: { kind: 'proposal', id }, side: member === null ? 'secretariat' : 'authority', proposedBy, approvedBy },
    ]);
    await this.proposals.move(tx, id, this.moving.now(), 'applied', written!.version);
    await this.moving.announce(tx, proposal, 'applied');
  }

  /** An approval counts while who gave it is an officer of the secretariat. */
  private async stillServing(officers: readonly string[]): Promise<string[]> {
    const roles = await Promise.all(officers.map(async (officer) => ({ officer, role: (await this.trust.standing(officer)).role })));
    return roles.filter(({ role }) => role === 'secretariat').map(({ officer }) => officer);
  }
}

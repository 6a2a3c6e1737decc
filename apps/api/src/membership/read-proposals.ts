import { Injectable } from '@nestjs/common';
import { membershipRoutes, Problem, type Proposal } from '#protocol';
import { requireAccess } from '../platform/access-guard.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { currentContext } from '../platform/request-context.ts';
import { LiveTrust } from './live-trust.ts';
import { viewOf } from './proposal-view.ts';
import { ProposalRepository } from './proposal.repository.ts';

/** Proposals that the caller may see: by row-level security those of their member or place, their own, and those that name them. */
@Injectable()
export class ReadProposals {
  constructor(
    private readonly database: Database,
    private readonly live: LiveTrust,
    private readonly proposals: ProposalRepository,
    private readonly clock: Clock,
  ) {}

  async list(state: 'waiting' | 'void' | 'all'): Promise<{ items: Proposal[] }> {
    const { principal } = currentContext();
    const now = this.clock.now();
    requireAccess(membershipRoutes.proposals.access, principal, now);
    const stored = await this.database.transaction((tx) => this.proposals.list(tx, state, now));
    const trust = await this.live.newest();
    const items = stored.map((proposal) => viewOf(trust, proposal, principal, now));
    return { items: state === 'all' ? items : items.filter((proposal) => proposal.state === state) };
  }

  /** Throws Problem('not-found'). */
  async one(id: string): Promise<Proposal> {
    const { principal } = currentContext();
    const now = this.clock.now();
    requireAccess(membershipRoutes.proposal.access, principal, now);
    const stored = await this.database.transaction((tx) => this.proposals.find(tx, id));
    if (stored === null) throw new Problem('not-found');
    return viewOf(await this.live.newest(), stored, principal, now);
  }
}

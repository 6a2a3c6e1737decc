import { Injectable } from '@nestjs/common';
import { directoryProposalRoutes, Problem, Timestamp, Uuid, type EntryProposal, type RouteAnswer, type RouteInput } from '#protocol';
import { requireAccess } from '../../platform/access-guard.ts';
import { Clock } from '../../platform/clock.ts';
import { currentContext } from '../../platform/request-context.ts';
import { RecordView } from '../record-view.ts';
import { EntryProposalRepository, type ProposalCursor } from './entry-proposal.repository.ts';
import { ProposalDesk, summaryOf } from './proposal-desk.ts';

/** Proposals of the caller's authority; all of them for the secretariat (row-level security). */
@Injectable()
export class ReadEntryProposals {
  constructor(
    private readonly desk: ProposalDesk,
    private readonly proposals: EntryProposalRepository,
    private readonly view: RecordView,
    private readonly clock: Clock,
  ) {}

  /** Throws Problem('bad-request') for a foreign cursor. */
  async list({ cursor, ...query }: RouteInput<typeof directoryProposalRoutes.entryProposals>['query']): Promise<RouteAnswer<typeof directoryProposalRoutes.entryProposals>> {
    const { principal } = currentContext();
    requireAccess(directoryProposalRoutes.entryProposals.access, principal, this.clock.now());
    const after = cursor === undefined ? null : readCursor(cursor);
    const rows = await this.desk.begin(principal, (tx) => this.proposals.list(tx, { ...query, limit: query.limit + 1 }, after));
    const items = rows.slice(0, query.limit).map(summaryOf);
    const last = items.at(-1);
    return { items, next: last && rows.length > query.limit ? `${last.moved}_${last.id}` : null };
  }

  /** Throws Problem('not-found'). */
  async one(id: string): Promise<EntryProposal> {
    const { principal } = currentContext();
    requireAccess(directoryProposalRoutes.entryProposal.access, principal, this.clock.now());
    return this.desk.begin(principal, async (tx) => {
      const proposal = await this.proposals.find(tx, id);
      if (proposal === null) throw new Problem('not-found');
      await this.view.execute(tx, proposal.authority, proposal.baseVersion, proposal.content);
      return this.desk.view(tx, proposal, principal);
    });
  }
}

function readCursor(text: string): ProposalCursor {
  const [moved = '', id = ''] = text.split('_');
  if (!Timestamp.safeParse(moved).success || !Uuid.safeParse(id).success) throw new Problem('bad-request', { fields: [{ path: 'query.cursor', reason: 'not a cursor that this list gave' }] });
  return { moved, id };
}

import { Controller } from '@nestjs/common';
import { directoryProposalRoutes, type RouteInput } from '#protocol';
import { Handles, Input } from '../../platform/handles.ts';
import { OwnAuthority } from '../own-authority.ts';
import { ApproveProposal } from './approve-proposal.ts';
import { MoveProposal } from './move-proposal.ts';
import { ProposeEntry } from './propose-entry.ts';
import { ReadEntryProposals } from './read-entry-proposals.ts';

type In<K extends keyof typeof directoryProposalRoutes> = RouteInput<(typeof directoryProposalRoutes)[K]>;

@Controller()
export class EntryProposalController {
  constructor(
    private readonly proposing: ProposeEntry,
    private readonly moving: MoveProposal,
    private readonly approving: ApproveProposal,
    private readonly reading: ReadEntryProposals,
    private readonly own: OwnAuthority,
  ) {}

  @Handles(directoryProposalRoutes.proposeEntry)
  propose(@Input() { body }: In<'proposeEntry'>) {
    return this.proposing.execute(body);
  }

  @Handles(directoryProposalRoutes.entryProposals)
  list(@Input() { query }: In<'entryProposals'>) {
    return this.reading.list(query);
  }

  @Handles(directoryProposalRoutes.entryProposal)
  one(@Input() { params }: In<'entryProposal'>) {
    return this.reading.one(params.id);
  }

  @Handles(directoryProposalRoutes.changeEntryProposal)
  change(@Input() { params, body }: In<'changeEntryProposal'>) {
    return this.proposing.change(params.id, body);
  }

  @Handles(directoryProposalRoutes.withdrawEntryProposal)
  withdraw(@Input() { params, body }: In<'withdrawEntryProposal'>) {
    return this.moving.withdraw(params.id, body);
  }

  @Handles(directoryProposalRoutes.returnEntryProposal)
  return(@Input() { params, body }: In<'returnEntryProposal'>) {
    return this.moving.return(params.id, body);
  }

  @Handles(directoryProposalRoutes.approveEntryProposal)
  approve(@Input() { params, body }: In<'approveEntryProposal'>) {
    return this.approving.execute(params.id, body);
  }

  @Handles(directoryProposalRoutes.ownAuthority)
  ownAuthority() {
    return this.own.show();
  }
}

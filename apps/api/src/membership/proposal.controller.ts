import { Controller } from '@nestjs/common';
import { membershipRoutes, type RouteInput } from '#protocol';
import { Handles, Input } from '../platform/handles.ts';
import { ProposeStatement } from './propose-statement.ts';
import { ReadProposals } from './read-proposals.ts';
import { SignProposal } from './sign-proposal.ts';
import { WithdrawProposal } from './withdraw-proposal.ts';

type In<K extends keyof typeof membershipRoutes> = RouteInput<(typeof membershipRoutes)[K]>;

@Controller()
export class ProposalController {
  constructor(
    private readonly proposing: ProposeStatement,
    private readonly signing: SignProposal,
    private readonly withdrawing: WithdrawProposal,
    private readonly reading: ReadProposals,
  ) {}

  @Handles(membershipRoutes.propose)
  propose(@Input() { body }: In<'propose'>) {
    return this.proposing.execute(body);
  }

  @Handles(membershipRoutes.proposals)
  proposals(@Input() { query }: In<'proposals'>) {
    return this.reading.list(query.state);
  }

  @Handles(membershipRoutes.proposal)
  proposal(@Input() { params }: In<'proposal'>) {
    return this.reading.one(params.proposal);
  }

  @Handles(membershipRoutes.signProposal)
  signProposal(@Input() { params, body }: In<'signProposal'>) {
    return this.signing.execute(params.proposal, body.signature);
  }

  @Handles(membershipRoutes.withdrawProposal)
  withdrawProposal(@Input() { params }: In<'withdrawProposal'>) {
    return this.withdrawing.execute(params.proposal);
  }
}

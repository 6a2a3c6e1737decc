// Proposals that nobody completed in time.
import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { ProposalRepository } from './proposal.repository.ts';

@Injectable()
export class ExpireProposals {
  constructor(
    private readonly database: Database,
    private readonly proposals: ProposalRepository,
    private readonly clock: Clock,
  ) {}

  async execute(): Promise<void> {
    await this.database.transaction((tx) => this.proposals.voidExpired(tx, this.clock.now()), 'system');
  }
}

import { Injectable } from '@nestjs/common';
import { Problem, type AuthorityEntry } from '#protocol';
import { Database } from '../platform/database.ts';
import { DirectoryRepository } from './directory.repository.ts';
import { MembersNow } from './members-now.ts';
import { presentEntry } from './present-authority.ts';

/** One entry, as far as the caller's audience goes (row-level security). */
@Injectable()
export class ShowAuthority {
  constructor(
    private readonly database: Database,
    private readonly repository: DirectoryRepository,
    private readonly members: MembersNow,
  ) {}

  /** Throws Problem('not-found'). */
  async execute(id: string): Promise<AuthorityEntry> {
    const row = await this.database.transaction((tx) => this.repository.entry(tx, id));
    if (!row) throw new Problem('not-found');
    return presentEntry(row, (await this.members.byAuthority()).get(id));
  }
}

import { Injectable } from '@nestjs/common';
import { Problem, type AuthorityEntry } from '#protocol';
import { Database } from '../platform/database.ts';
import { DirectoryRepository } from './directory.repository.ts';
import { MembersNow } from './members-now.ts';
import { presentEntry } from './present-authority.ts';
import { RecordView } from './record-view.ts';

/** One entry, as far as the caller's audience goes (row-level security). Seeing what is not for everybody is recorded. */
@Injectable()
export class ShowAuthority {
  constructor(
    private readonly database: Database,
    private readonly repository: DirectoryRepository,
    private readonly members: MembersNow,
    private readonly view: RecordView,
  ) {}

  /** Throws Problem('not-found'). */
  async execute(id: string): Promise<AuthorityEntry> {
    const row = await this.database.transaction(async (tx) => {
      const found = await this.repository.entry(tx, id);
      if (!found) throw new Problem('not-found');
      await this.view.execute(tx, id, found.version, found.content);
      return found;
    });
    return presentEntry(row, (await this.members.byAuthority()).get(id));
  }
}

import { Injectable } from '@nestjs/common';
import { directoryRoutes, type AuthorityQuery, type RouteAnswer } from '#protocol';
import { Database } from '../platform/database.ts';
import { DirectoryRepository } from './directory.repository.ts';
import { MembersNow } from './members-now.ts';
import { readCursor, writeCursor } from './page-cursor.ts';
import { presentSummary } from './present-authority.ts';
import { searchWords } from './search-text.ts';
import type { FoundBy } from './search-sql.ts';

/** The public list and search. Anybody may ask; what they see depends on their audience (row-level security). */
@Injectable()
export class FindAuthorities {
  constructor(
    private readonly database: Database,
    private readonly repository: DirectoryRepository,
    private readonly members: MembersNow,
  ) {}

  /** Entries with all words of the search; if there is none, entries with words they may be misspellings of. Throws Problem('bad-request') for a foreign cursor. */
  async execute(query: AuthorityQuery): Promise<RouteAnswer<typeof directoryRoutes.listAuthorities>> {
    if (query.q !== undefined && searchWords(query.q).length === 0) return { items: [], next: null };
    const after = query.cursor === undefined ? null : readCursor(query.cursor);
    const mailboxes = await this.members.byAuthority();
    const members = [...mailboxes.keys()];
    return this.database.transaction(async (tx) => {
      const corrected = async (): Promise<FoundBy> => ({ by: 'similar', corrections: await this.repository.corrections(tx, searchWords(query.q ?? '')) });
      let how: FoundBy = query.q === undefined ? { by: 'all' } : after?.by === 'similar' ? await corrected() : { by: 'words' };
      let found = await this.repository.search(tx, query, how, members, after);
      if (found.length === 0 && how.by === 'words' && !after) {
        how = await corrected();
        found = await this.repository.search(tx, query, how, members, null);
      }
      const page = found.slice(0, query.limit);
      const rows = new Map((await this.repository.summaries(tx, page.map(({ id }) => id))).map((row) => [row.id, row]));
      const last = page.at(-1);
      return {
        items: page.flatMap((hit) => {
          const row = rows.get(hit.id);
          return row ? [presentSummary(row, mailboxes.get(hit.id), hit)] : [];
        }),
        next: last && found.length > query.limit ? writeCursor({ by: how.by, rank: last.rank, sortName: last.sort_name, id: last.id }) : null,
      };
    });
  }
}

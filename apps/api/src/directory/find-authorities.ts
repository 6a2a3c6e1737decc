import { Injectable } from '@nestjs/common';
import { directoryRoutes, localTime, type AuthorityQuery, type DirectoryFacets, type LocalTime, type RouteAnswer, type StateCounts } from '#protocol';
import { answering, countByState, countFacets, explain, type Level, pageOf, searchDirectory, type Surroundings } from '#search';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { callerLevel } from './caller-level.ts';
import { DirectoryIndex, type HeldIndex } from './directory-index.ts';
import { DirectoryRepository } from './directory.repository.ts';
import { MembersNow } from './members-now.ts';
import { readCursor, writeCursor } from './page-cursor.ts';
import { presentSummary } from './present-authority.ts';

const VISIBILITIES = { 1: 'public', 2: 'government', 3: 'members' } as const;
/** How often an index is brought up to a database that changes meanwhile, before what there is is answered. */
const ATTEMPTS = 3;

export interface FoundPage extends RouteAnswer<typeof directoryRoutes.listAuthorities> {
  /** Of the entries, those shown with values that are not for everybody. */
  readonly restricted: readonly string[];
}

/**
 * The public list, search and facets. Anybody may ask. What they see depends on their audience: the index answers from
 * documents of that audience alone, and row-level security lets no other one through.
 */
@Injectable()
export class FindAuthorities {
  constructor(
    private readonly database: Database,
    private readonly repository: DirectoryRepository,
    private readonly directory: DirectoryIndex,
    private readonly members: MembersNow,
    private readonly clock: Clock,
  ) {}

  /** One page, best first. Throws Problem('bad-request') for a foreign cursor. */
  async list(query: AuthorityQuery): Promise<FoundPage> {
    const after = query.cursor === undefined ? null : readCursor(query.cursor);
    const mailboxes = await this.members.byAuthority();
    const level = callerLevel();
    const { found, answer: rows } = await this.current(
      (held) => {
        const surroundings = this.surroundings(held, mailboxes, level);
        const search = searchDirectory(held.index, query, level, surroundings, after?.by ?? null);
        const hits = pageOf(held.index, search, query.limit + 1, after);
        return { by: search.by, hits, more: hits.length > query.limit, shown: hits.slice(0, query.limit).map((hit) => {
          const document = held.index.documents[hit.document]!;
          return { hit, document, match: explain(held.index, search, hit.document), open: answering(document, surroundings) };
        }) };
      },
      ({ shown }) => shown.map(({ document }) => ({ authority: document.authority, visibility: VISIBILITIES[document.level] })),
    );
    const last = found.shown.at(-1);
    return {
      items: found.shown.flatMap(({ document, match, open }) => {
        const row = rows.get(document.authority);
        return row ? [presentSummary(row, mailboxes.get(document.authority), match, open)] : [];
      }),
      restricted: found.shown.flatMap(({ document }) => (document.level > 1 ? [document.authority] : [])),
      next: last && found.more ? writeCursor({ by: found.by, rank: last.hit.rank, sortName: last.document.sortName, id: last.document.authority }) : null,
    };
  }

  /** Counts for each value of each filter. */
  async facets(query: Omit<AuthorityQuery, 'limit' | 'cursor'>): Promise<DirectoryFacets> {
    const mailboxes = await this.members.byAuthority();
    const level = callerLevel();
    const { found } = await this.current(
      (held) => {
        const surroundings = this.surroundings(held, mailboxes, level);
        const { found } = searchDirectory(held.index, query, level, surroundings, null);
        return countFacets(held.index, found.documents, query, surroundings);
      },
      () => [],
    );
    return found;
  }

  /** What a search finds in each State that has any, for the map and the table beside it. */
  async byState(query: Omit<AuthorityQuery, 'limit' | 'cursor'>): Promise<StateCounts[]> {
    const mailboxes = await this.members.byAuthority();
    const level = callerLevel();
    const { found } = await this.current(
      (held) => {
        const surroundings = this.surroundings(held, mailboxes, level);
        return countByState(held.index, searchDirectory(held.index, query, level, surroundings, null).documents, surroundings);
      },
      () => [],
    );
    return found;
  }

  /** Searches until the index is of the very revision in which the rows are read. */
  private async current<T>(search: (held: HeldIndex) => T, keysOf: (found: T) => Parameters<DirectoryRepository['summaries']>[1]) {
    let held = await this.directory.any();
    for (let attempt = 1; ; attempt++) {
      const { revision } = held;
      const found = search(held);
      const answer = await this.repository.summaries(this.database, keysOf(found));
      if (answer.revision === revision || attempt === ATTEMPTS) return { found, answer: answer.rows };
      held = await this.directory.newest();
    }
  }

  private surroundings({ regions }: HeldIndex, mailboxes: ReadonlyMap<string, unknown>, level: Level): Surroundings {
    const now = this.clock.now().getTime();
    const clocks = new Map<string, LocalTime | null>();
    const clockIn = (zone: string) => {
      const known = clocks.get(zone) ?? localTime(zone, now);
      clocks.set(zone, known);
      return known;
    };
    return { members: new Set(mailboxes.keys()), regionsOf: (state) => regions.get(state) ?? [], now, level, clockIn };
  }
}

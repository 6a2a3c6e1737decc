import { Injectable } from '@nestjs/common';
import { diffContent, directoryHistoryRoutes, Problem, type AuthorityContent, type EntryVersion, type RouteAnswer, type RouteInput } from '#protocol';
import { Database, type Tx } from '../../platform/database.ts';
import { currentContext } from '../../platform/request-context.ts';
import { callerLevel } from '../caller-level.ts';
import { DirectoryRepository } from '../directory.repository.ts';
import { RecordView } from '../record-view.ts';
import { VersionRepository, type VersionRow } from './version.repository.ts';

/**
 * Who changed an entry and what it said at any time. Anybody may ask about an entry that is in the directory; of one that has left
 * it, only the secretariat. Versions, counts of changes and values are those of the caller's audience (row-level security).
 */
@Injectable()
export class ShowHistory {
  constructor(
    private readonly database: Database,
    private readonly entries: DirectoryRepository,
    private readonly versions: VersionRepository,
    private readonly view: RecordView,
  ) {}

  /** Throws Problem('not-found'). */
  async list(authority: string, { before, limit }: RouteInput<typeof directoryHistoryRoutes.authorityHistory>['query']): Promise<RouteAnswer<typeof directoryHistoryRoutes.authorityHistory>> {
    return this.database.transaction(async (tx) => {
      await this.requireShown(tx, authority);
      // One more than shown: the last one is what the one before it is compared with.
      const rows = await this.versions.list(tx, authority, before ?? null, limit + 1);
      const contents = await this.versions.contents(tx, authority, rows.map(({ version }) => version));
      const shown = rows.slice(0, limit);
      const items = shown.map((row, index) => present(row, contents.get(row.version) ?? null, contents.get(rows[index + 1]?.version ?? 0) ?? null));
      return { items, next: rows.length > limit ? shown.at(-1)!.version : null };
    });
  }

  /** Throws Problem('not-found'), for a time before the entry was there and for a version with which it left, too. */
  async content(authority: string, wanted: RouteInput<typeof directoryHistoryRoutes.authorityContent>['query']): Promise<RouteAnswer<typeof directoryHistoryRoutes.authorityContent>> {
    return this.database.transaction(async (tx) => {
      await this.requireShown(tx, authority);
      const found = await this.versions.find(tx, authority, wanted);
      const content = found && (await this.versions.contents(tx, authority, [found.version])).get(found.version);
      if (!found || !content) throw new Problem('not-found');
      await this.view.execute(tx, authority, found.version, content);
      return { ...found, content };
    });
  }

  private async requireShown(tx: Tx, authority: string): Promise<void> {
    if (currentContext().principal?.role === 'secretariat') return;
    if ((await this.entries.find(tx, [authority])).length === 0) throw new Problem('not-found');
  }
}

function present({ approvedBy, proposedBy, ...row }: VersionRow, content: AuthorityContent | null, before: AuthorityContent | null): EntryVersion {
  const named = callerLevel() > 1;
  return { ...row, proposedBy: named ? proposedBy : null, approvedBy: named ? [...approvedBy] : null, approvals: approvedBy.length, changes: countChanges(before, content) };
}

function countChanges(before: AuthorityContent | null, content: AuthorityContent | null): EntryVersion['changes'] {
  if (content === null) return [];
  return [...Map.groupBy(diffContent(before, content), ({ part }) => part)].map(([part, changes]) => ({
    part,
    added: changes.filter((change) => change.before === null).length,
    changed: changes.filter((change) => change.before !== null && change.after !== null).length,
    removed: changes.filter((change) => change.after === null).length,
  }));
}

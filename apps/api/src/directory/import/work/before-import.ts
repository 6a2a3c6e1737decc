import { Injectable } from '@nestjs/common';
import type { AuthorityContent } from '#protocol';
import type { Tx } from '../../../platform/database.ts';
import { VersionRepository } from '../../history/version.repository.ts';
import { MembersNow } from '../../members-now.ts';
import type { WrittenEntry } from '../import-row.repository.ts';

/** What entries said before an import, and which of them cannot go back to it. */
@Injectable()
export class BeforeImport {
  constructor(
    private readonly versions: VersionRepository,
    private readonly members: MembersNow,
  ) {}

  /** Entries that stay: in another version than the import left them in, members, and parents of others. Locked, so that this stays true. */
  async fixed(tx: Tx, written: readonly WrittenEntry[]): Promise<ReadonlySet<string>> {
    const members = await this.members.byAuthority();
    const ids = written.map(({ authority }) => authority);
    const rows = await tx.query<{ id: string; version: number }>('SELECT id, version FROM authority WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE', [ids]);
    const now = new Map(rows.map(({ id, version }) => [id, version]));
    const parents = new Set((await tx.query<{ parent: string }>('SELECT DISTINCT parent FROM authority_parent WHERE parent = ANY ($1::uuid[])', [ids])).map(({ parent }) => parent));
    const stays = ({ authority, version, created }: WrittenEntry) => now.get(authority) !== version || (created && (members.has(authority) || parents.has(authority)));
    return new Set(written.filter(stays).map(({ authority }) => authority));
  }

  /** Null: the import made the entry. */
  async content(tx: Tx, { authority, version, created }: WrittenEntry): Promise<AuthorityContent | null> {
    return created ? null : ((await this.versions.contents(tx, authority, [version - 1])).get(version - 1) ?? null);
  }
}

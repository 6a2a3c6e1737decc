// Versions of entries, as far as the caller may see them: row-level security leaves out the others.
import { Injectable } from '@nestjs/common';
import { AuthorityContent, CONTENT_PARTS, type EntryVersion } from '#protocol';
import type { Tx } from '../../platform/database.ts';

export type VersionRow = Omit<EntryVersion, 'changes' | 'approvals' | 'approvedBy'> & { readonly approvedBy: readonly string[] };

/** A whole version's values; null: the entry was not in the directory. */
export interface ContentAt {
  readonly version: number;
  readonly at: string;
  readonly content: AuthorityContent | null;
}

const Portion = AuthorityContent.partial();
const TIME = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

@Injectable()
export class VersionRepository {
  /** Newest first, older than `before`. */
  async list(tx: Tx, authority: string, before: number | null, limit: number): Promise<VersionRow[]> {
    return tx.query<VersionRow>(
      `SELECT version, ${TIME('at')} AS at, json_build_object('kind', origin, 'id', origin_id) AS origin, side, proposed_by AS "proposedBy", approved_by AS "approvedBy", removed
       FROM authority_version WHERE authority = $1 AND ($2::int IS NULL OR version < $2) ORDER BY version DESC LIMIT $3`,
      [authority, before, limit],
    );
  }

  /** The version in force at an instant, or under a number, or now; null: there was none yet. */
  async find(tx: Tx, authority: string, { version, at }: { version?: number | undefined; at?: string | undefined }): Promise<{ version: number; at: string } | null> {
    const [row] = await tx.query<{ version: number; at: string }>(
      `SELECT version, ${TIME('at')} AS at FROM authority_version
       WHERE authority = $1 AND ($2::int IS NULL OR version <= $2) AND ($3::timestamptz IS NULL OR at <= $3) ORDER BY version DESC LIMIT 1`,
      [authority, version ?? null, at ?? null],
    );
    return row ?? null;
  }

  /** What the entry said in each of these versions. */
  async contents(tx: Tx, authority: string, versions: readonly number[]): Promise<ReadonlyMap<number, AuthorityContent | null>> {
    const rows = await tx.query<{ version: number; content: unknown }>(
      `SELECT w.version, c.content FROM unnest($2::int[]) AS w (version)
       CROSS JOIN unnest(ARRAY['public', 'government', 'members']) WITH ORDINALITY AS level (visibility, rank)
       JOIN LATERAL (SELECT c.content FROM authority_version_content c WHERE c.authority = $1 AND c.visibility = level.visibility AND c.version <= w.version ORDER BY c.version DESC LIMIT 1) c ON true
       ORDER BY w.version, level.rank`,
      [authority, versions],
    );
    return new Map([...Map.groupBy(rows, ({ version }) => version)].map(([version, portions]) => [version, joined(portions.map(({ content }) => content))]));
  }
}

/** The portions of the audiences as one, the public one first: it has State and kind. */
function joined([first, ...rest]: readonly unknown[]): AuthorityContent | null {
  if (first === null || first === undefined) return null;
  const whole = AuthorityContent.parse(first);
  for (const portion of rest.filter((one) => one !== null).map((one) => Portion.parse(one))) {
    for (const part of CONTENT_PARTS) Object.assign(whole, { [part]: [...whole[part], ...(portion[part] ?? [])] });
  }
  return whole;
}

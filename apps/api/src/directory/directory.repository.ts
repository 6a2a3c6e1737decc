// Rows of the directory as the caller may see them.
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { AuthorityContent, AuthorityKind, AuthorityName, DesignatedFunction, State, type Visibility } from '#protocol';
import type { Database, Tx } from '../platform/database.ts';
import { Authorities, type AuthorityReference } from './directory.port.ts';

/** Milliseconds since 1970, as the index holds them. */
const instant = z.number().nullable().transform((time) => (time === null ? null : new Date(time).toISOString()));

const SummaryRow = z.object({
  id: z.string(),
  state: z.string(),
  kind: AuthorityKind,
  names: z.array(AuthorityName.pick({ name: true, language: true, kind: true, provenance: true })),
  functions: z.array(DesignatedFunction),
  articles: z.array(z.string()),
  designations: z.int(),
  confirmed: instant,
  due: instant,
});
export type SummaryRow = z.infer<typeof SummaryRow>;

/** A row of authority_search. */
export interface ContentKey {
  readonly authority: string;
  readonly visibility: Visibility;
}

const EntryRow = z.object({
  id: z.string(),
  content: AuthorityContent,
  /** The public name of the parent, where it is in the directory. */
  parentName: z.string().nullable(),
  confirmed: instant,
  due: instant,
  version: z.int(),
  updated: z.string(),
});
export type EntryRow = z.infer<typeof EntryRow>;

const EVERYTHING = `ARRAY['public', 'government', 'members']`;
/** Of the entry `a.id`: a query for the name that everybody sees. */
export const PUBLIC_NAME = `SELECT n.name FROM authority_name n WHERE n.authority = a.id AND n.visibility = 'public' ORDER BY n.language <> 'en' OR n.kind NOT IN ('official', 'rendering'), n.position LIMIT 1`;
const SUMMARIES = {
  name: 'directory-summaries',
  sql: `SELECT r.revision, s.content FROM directory_revision r LEFT JOIN LATERAL (
    SELECT s.content FROM unnest($1::uuid[], $2::text[]) AS wanted (authority, visibility) JOIN authority_search s USING (authority, visibility)) s ON true`,
};

@Injectable()
export class DirectoryRepository implements Authorities {
  /** What the index was made of, as far as the caller sees it: a row of a fuller audience than theirs is not answered. With the revision of now. */
  async summaries(database: Pick<Database, 'read'>, keys: readonly ContentKey[]): Promise<{ revision: number; rows: ReadonlyMap<string, SummaryRow> }> {
    const rows = await database.read<{ revision: string; content: unknown }>(SUMMARIES, [keys.map(({ authority }) => authority), keys.map(({ visibility }) => visibility)]);
    return { revision: Number(rows[0]!.revision), rows: new Map(z.array(SummaryRow).parse(rows.flatMap(({ content }) => (content ? [content] : []))).map((row) => [row.id, row])) };
  }

  /** Null: not in the directory. */
  async entry(tx: Tx, id: string): Promise<EntryRow | null> {
    return (await this.entries(tx, [id]))[0] ?? null;
  }

  /** Those of the ids that are in the directory, in no particular order. */
  async entries(tx: Tx, ids: readonly string[]): Promise<EntryRow[]> {
    // An entry's version is the last one that changed anything the caller may see.
    const rows = await tx.query(
      `SELECT a.id, authority_content(a.id, ${EVERYTHING}) AS content, extract(epoch FROM a.confirmed)::float8 * 1000 AS confirmed, extract(epoch FROM a.confirmation_due)::float8 * 1000 AS due,
        (SELECT parent.name FROM authority_parent p CROSS JOIN LATERAL (${PUBLIC_NAME.replace('a.id', 'p.parent')}) parent WHERE p.authority = a.id) AS "parentName",
        v.version, to_char(v.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS updated
       FROM authority a CROSS JOIN LATERAL (SELECT v.version, v.at FROM authority_version v WHERE v.authority = a.id ORDER BY v.version DESC LIMIT 1) v WHERE a.id = ANY ($1::uuid[])`,
      [ids],
    );
    return z.array(EntryRow).parse(rows);
  }

  async states(tx: Tx): Promise<State[]> {
    const rows = await tx.query(
      `SELECT s.code, s.alpha3, s.m49, s.names, s.un_member AS "unMember", s.regions, s.uncac,
        coalesce((SELECT json_agg(json_build_object('fact', f.fact, 'evidence', f.evidence, 'provenance', json_build_object('source', f.source, 'date', f.source_date)) ORDER BY f.id) FROM state_fact f WHERE f.state = s.code), '[]') AS facts,
        (SELECT count(*)::int FROM authority a WHERE a.state = s.code) AS authorities
       FROM state s ORDER BY s.code`,
    );
    return z.array(State).parse(rows);
  }

  async find(tx: Tx, ids: readonly string[]): Promise<readonly AuthorityReference[]> {
    return tx.query<{ id: string; name: string; state: string }>(
      `SELECT a.id, a.state, (${PUBLIC_NAME}) AS name
       FROM authority a WHERE a.id = ANY ($1::uuid[])`,
      [ids],
    );
  }
}

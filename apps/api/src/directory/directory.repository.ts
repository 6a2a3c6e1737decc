// Rows of the directory as the caller may see them.
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Affiliation, AuthorityKind, AuthorityName, Contact, DesignatedFunction, Designation, Provenance, State, type Visibility } from '#protocol';
import type { Tx } from '../platform/database.ts';
import { Authorities, type AuthorityReference } from './directory.port.ts';

const SummaryRow = z.object({
  id: z.string(),
  state: z.string(),
  kind: AuthorityKind,
  names: z.array(AuthorityName),
  functions: z.array(DesignatedFunction),
  articles: z.array(z.string()),
  designations: z.int(),
});
export type SummaryRow = z.infer<typeof SummaryRow>;

/** A row of authority_search. */
export interface ContentKey {
  readonly authority: string;
  readonly visibility: Visibility;
}

const EntryRow = SummaryRow.omit({ designations: true }).extend({
  designations: z.array(Designation),
  contacts: z.array(Contact),
  affiliations: z.array(Affiliation),
  languages: z.array(z.string()),
  notes: z.array(z.object({ text: z.string(), provenance: Provenance })),
  version: z.int(),
  updated: z.string(),
});
export type EntryRow = z.infer<typeof EntryRow>;

const PROVENANCE = (row: string) => `'provenance', json_build_object('source', ${row}.source, 'date', ${row}.source_date)`;
const COMMON = `
  a.id, a.state, a.kind,
  (SELECT json_agg(json_build_object('name', n.name, 'language', n.language, 'kind', n.kind, ${PROVENANCE('n')}) ORDER BY n.position) FROM authority_name n WHERE n.authority = a.id) AS names,
  coalesce((SELECT json_agg(DISTINCT f) FROM designation d, unnest(d.functions) f WHERE d.authority = a.id), '[]') AS functions,
  coalesce((SELECT json_agg(DISTINCT r) FROM designation d, unnest(d.articles) r WHERE d.authority = a.id), '[]') AS articles`;

@Injectable()
export class DirectoryRepository implements Authorities {
  /** What the index was made of, as far as the caller sees it: a row of a fuller audience than theirs is not answered. With the revision of now. */
  async summaries(tx: Tx, keys: readonly ContentKey[]): Promise<{ revision: number; rows: ReadonlyMap<string, SummaryRow> }> {
    const rows = await tx.query<{ revision: string; content: SummaryRow | null }>(
      `SELECT r.revision, s.content FROM directory_revision r LEFT JOIN LATERAL (
        SELECT s.content FROM unnest($1::uuid[], $2::text[]) AS wanted (authority, visibility) JOIN authority_search s USING (authority, visibility)) s ON true`,
      [keys.map(({ authority }) => authority), keys.map(({ visibility }) => visibility)],
    );
    return { revision: Number(rows[0]!.revision), rows: new Map(rows.flatMap(({ content }) => (content ? [[content.id, content]] : []))) };
  }

  /** Null: not in the directory. */
  async entry(tx: Tx, id: string): Promise<EntryRow | null> {
    return (await this.entries(tx, [id]))[0] ?? null;
  }

  /** Those of the ids that are in the directory, in no particular order. */
  async entries(tx: Tx, ids: readonly string[]): Promise<EntryRow[]> {
    const rows = await tx.query(
      `SELECT ${COMMON},
        coalesce((SELECT json_agg(DISTINCT l) FROM designation d, unnest(d.languages) l WHERE d.authority = a.id), '[]') AS languages,
        coalesce((SELECT json_agg(json_build_object('id', d.id, 'function', d.function, 'functions', d.functions, 'instrument', d.instrument, 'provision', d.provision,
          'articles', d.articles, 'languages', d.languages, 'validFrom', d.valid_from, 'validTo', d.valid_to, 'note', d.note, ${PROVENANCE('d')})
          ORDER BY d.instrument, d.provision, d.id) FROM designation d WHERE d.authority = a.id), '[]') AS designations,
        coalesce((SELECT json_agg(json_build_object('kind', c.kind, 'purpose', c.purpose, 'value', c.value, 'visibility', c.visibility, ${PROVENANCE('c')})
          ORDER BY c.kind, c.purpose, c.value) FROM contact c WHERE c.authority = a.id), '[]') AS contacts,
        coalesce((SELECT json_agg(json_build_object('network', f.network, 'stated', f.stated, 'joined', f.joined, 'evidence', f.evidence, ${PROVENANCE('f')})
          ORDER BY f.stated DESC, f.network, f.id) FROM affiliation f WHERE f.authority = a.id), '[]') AS affiliations,
        coalesce((SELECT json_agg(json_build_object('text', t.text, ${PROVENANCE('t')}) ORDER BY t.id) FROM authority_note t WHERE t.authority = a.id), '[]') AS notes,
        a.version, to_char(a.updated AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS updated
       FROM authority a WHERE a.id = ANY ($1::uuid[])`,
      [ids],
    );
    return z.array(EntryRow).parse(rows);
  }

  async states(tx: Tx): Promise<State[]> {
    const rows = await tx.query(
      `SELECT s.code, s.alpha3, s.m49, s.names, s.un_member AS "unMember", s.regions, s.uncac,
        coalesce((SELECT json_agg(json_build_object('fact', f.fact, 'evidence', f.evidence, ${PROVENANCE('f')}) ORDER BY f.id) FROM state_fact f WHERE f.state = s.code), '[]') AS facts,
        (SELECT count(*)::int FROM authority a WHERE a.state = s.code) AS authorities
       FROM state s ORDER BY s.code`,
    );
    return z.array(State).parse(rows);
  }

  async find(tx: Tx, ids: readonly string[]): Promise<readonly AuthorityReference[]> {
    return tx.query<{ id: string; name: string; state: string }>(
      `SELECT a.id, a.state, (SELECT n.name FROM authority_name n WHERE n.authority = a.id AND n.visibility = 'public' ORDER BY n.language <> 'en' OR n.kind NOT IN ('official', 'rendering'), n.position LIMIT 1) AS name
       FROM authority a WHERE a.id = ANY ($1::uuid[])`,
      [ids],
    );
  }
}

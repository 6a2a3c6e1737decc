// The search as SQL over the search documents. Callers see only documents and names of their audience: row-level security.
import type { AuthorityQuery } from '#protocol';
import type { PageEnd } from './page-cursor.ts';
import { indexText, searchText, searchWords } from './search-text.ts';

/** Each word of a search with the words of the directory that it may be a misspelling of. */
export type Corrections = ReadonlyMap<string, readonly string[]>;

/** How a list is found: all entries, those with all words of the search, or those with words it may have meant. */
export type FoundBy = { readonly by: 'all' } | { readonly by: 'words' } | { readonly by: 'similar'; readonly corrections: Corrections };

export interface Found {
  readonly id: string;
  readonly sort_name: string;
  readonly rank: number;
  readonly matched: string | null;
  readonly matched_kind: string | null;
}

export interface SearchStatement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** Numbers the parameters of a statement as they are added. */
class Parameters {
  readonly values: unknown[] = [];
  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** Entries that pass the filters, best first; `members` are the authorities that are members now. One more than `limit`, to know of a next page. */
export function searchStatement(query: AuthorityQuery, found: FoundBy, members: readonly string[], after: PageEnd | null): SearchStatement {
  const parameters = new Parameters();
  const conditions = filters(query, members, parameters);
  const ranked = found.by === 'all' ? unranked() : found.by === 'words' ? byWords(query.q ?? '', parameters) : byCorrections(found.corrections, parameters);
  const page = after ? `WHERE (rank < ${parameters.add(after.rank)}) OR (rank = ${parameters.add(after.rank)} AND (sort_name, id) > (${parameters.add(after.sortName)}, ${parameters.add(after.id)}))` : '';
  const sql = `
    SELECT * FROM (
      SELECT a.id, a.sort_name, ${ranked.columns}
      FROM authority a JOIN state s ON s.code = a.state ${ranked.joins}
      WHERE ${[...conditions, ...ranked.conditions].join(' AND ') || 'true'}
    ) found ${page}
    ORDER BY rank DESC, sort_name, id LIMIT ${parameters.add(query.limit + 1)}`;
  return { sql, parameters: parameters.values };
}

interface Ranked {
  readonly columns: string;
  readonly joins: string;
  readonly conditions: readonly string[];
}

function unranked(): Ranked {
  return { columns: '0 AS rank, NULL AS matched, NULL AS matched_kind', joins: '', conditions: [] };
}

/** Every word begins a word of the entry. An acronym or a name that is the search itself comes first, then beginnings, phrases, words. */
function byWords(query: string, parameters: Parameters): Ranked {
  const patterns = parameters.add(searchWords(query).map((word) => `% ${word}%`));
  const plain = parameters.add(searchText(query));
  const indexed = parameters.add(indexText(query));
  return {
    columns: 'best.rank, best.name AS matched, best.kind AS matched_kind',
    joins: `CROSS JOIN LATERAL (
      SELECT n.name, CASE WHEN rank = 0 THEN 'state' ELSE n.kind END AS kind, 20 + rank AS rank
      FROM authority_name n CROSS JOIN LATERAL (SELECT CASE
        WHEN n.search = ${plain} AND n.kind = 'acronym' THEN 80
        WHEN n.search IN (${plain}, ${indexed}) THEN 75
        WHEN n.search LIKE ${plain} || ' %' THEN 60
        WHEN n.search LIKE ${plain} || '%' THEN 55
        WHEN ' ' || n.search LIKE '% ' || ${plain} || '%' THEN 50
        WHEN ' ' || n.search LIKE ALL (${patterns}) THEN 40
        ELSE 0 END - CASE WHEN n.kind IN ('alias', 'former') THEN 2 ELSE 0 END AS score) scored
      CROSS JOIN LATERAL (SELECT greatest(score, 0) AS rank) ranked
      WHERE n.authority = a.id ORDER BY rank DESC, n.position LIMIT 1) best`,
    conditions: [`EXISTS (SELECT FROM authority_search d WHERE d.authority = a.id AND d.document LIKE ALL (${patterns}))`],
  };
}

/** Every word, or a word it may be a misspelling of, stands in the entry. A name that holds more of them comes first. */
function byCorrections(corrections: Corrections, parameters: Parameters): Ranked {
  const patterns = [...corrections].map(([word, meant]) => parameters.add([`% ${word}%`, ...meant.map((other) => `% ${other} %`)]));
  const held = patterns.map((list) => `(' ' || n.search || ' ' LIKE ANY (${list}))::int`).join(' + ');
  return {
    columns: 'best.rank, best.name AS matched, best.kind AS matched_kind',
    joins: `CROSS JOIN LATERAL (SELECT n.name, 'similar' AS kind, ${held} AS rank FROM authority_name n WHERE n.authority = a.id ORDER BY rank DESC, n.position LIMIT 1) best`,
    conditions: [`EXISTS (SELECT FROM authority_search d WHERE d.authority = a.id AND ${patterns.map((list) => `d.document LIKE ANY (${list})`).join(' AND ')})`],
  };
}

function filters(query: AuthorityQuery, members: readonly string[], parameters: Parameters): string[] {
  const conditions: string[] = [];
  if (query.state) conditions.push(`a.state = ${parameters.add(query.state)}`);
  if (query.region) conditions.push(`${parameters.add(query.region)} = ANY (s.region_codes)`);
  for (const [column, value] of [['functions', query.function], ['articles', query.article], ['languages', query.language]] as const) {
    if (value) conditions.push(`EXISTS (SELECT FROM designation g WHERE g.authority = a.id AND g.${column} @> ARRAY[${parameters.add(value)}::text])`);
  }
  if (query.member === 'true') conditions.push(`a.id = ANY (${parameters.add(members)}::uuid[])`);
  if (query.member === 'false') conditions.push(`a.id <> ALL (${parameters.add(members)}::uuid[])`);
  return conditions;
}

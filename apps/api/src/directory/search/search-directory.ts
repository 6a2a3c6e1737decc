// A search over the index: exactly, then forgiving, then with a word left out; filtered, paged and explained.
import type { AuthorityQuery, AuthoritySummary } from '#protocol';
import type { FoundBy, PageEnd } from '../page-cursor.ts';
import { bestOf } from './best-of.ts';
import { matchDocuments } from './match-documents.ts';
import { passing, type Filters, type Surroundings } from './narrow.ts';
import { answersOf, wantedOf } from './read-query.ts';
import type { Level, SearchIndex } from './search-index.ts';

export interface Hit {
  readonly document: number;
  readonly rank: number;
  /** The field that answered best; -1 without a search. */
  readonly field: number;
  readonly worst: number;
}

export interface Search {
  readonly by: FoundBy;
  /** What passes the filters, in no order. */
  readonly matches: readonly Hit[];
  /** What the words alone find. */
  readonly unfiltered: readonly Hit[];
}

/**
 * The first way that finds anything past the filters, or the given one. Where no way does, the first that the words alone
 * find anything by, so that facets can say what other filters would give.
 */
export function searchDirectory(index: SearchIndex, query: Filters & Pick<AuthorityQuery, 'q'>, level: Level, surroundings: Surroundings, by: FoundBy | null): Search {
  const passes = passing(query, surroundings);
  const filtered = (hits: readonly Hit[]) => hits.filter(({ document }) => passes(index.documents[document]!));
  if (query.q === undefined) {
    const unfiltered = [...index.documents.keys()].filter((id) => index.sees(id, level)).map((document): Hit => ({ document, rank: 0, field: -1, worst: 1 }));
    return { by: 'all', unfiltered, matches: filtered(unfiltered) };
  }
  const wanted = wantedOf(query.q);
  let first: Search | null = null;
  for (const way of by === null || by === 'all' ? (['words', 'similar', 'most'] as const) : [by]) {
    const unfiltered = matchDocuments(index, answersOf(wanted, index.terms, level, way !== 'words'), level, way === 'most');
    const search = { by: way, unfiltered, matches: filtered(unfiltered) };
    if (search.matches.length > 0) return search;
    if (first === null || first.unfiltered.length === 0) first = search;
  }
  return first!;
}

/** The best hits after the end of a page. */
export function pageOf(index: SearchIndex, hits: readonly Hit[], count: number, after: PageEnd | null): Hit[] {
  const key = ({ document, rank }: Hit) => ({ rank, sortName: index.documents[document]!.sortName, id: index.documents[document]!.authority });
  const rest = after === null ? hits : hits.filter((hit) => compareKeys(key(hit), after) > 0);
  return bestOf(rest, count, (a, b) => b.rank - a.rank || compareKeys(key(a), key(b)));
}

type Key = Pick<PageEnd, 'rank' | 'sortName' | 'id'>;

function compareKeys(a: Key, b: Key): number {
  return b.rank - a.rank || compare(a.sortName, b.sortName) || compare(a.id, b.id);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** In answers found by forgiving, a field below this was not found as written. */
const AS_WRITTEN = 0.88;

/** Which text answered, and as what. */
export function explain(index: SearchIndex, { field, worst }: Hit, by: FoundBy): AuthoritySummary['match'] {
  const found = index.fields[field];
  if (!found) return null;
  const kind = by !== 'words' && worst < AS_WRITTEN ? 'similar' : found.kind;
  return { text: found.text, kind };
}

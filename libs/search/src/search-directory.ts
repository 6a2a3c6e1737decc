// A search over the index: exactly, then forgiving, then with a word left out, then by the State it names; filtered, paged and explained.
import type { AuthorityQuery, AuthoritySummary } from '#protocol';
import { bestOf } from './best-of.ts';
import { matchDocuments, NO_MATCHES, type Matches } from './match-documents.ts';
import { passing, type Filters, type Surroundings } from './narrow.ts';
import { answersOf, readingsOf } from './read-query.ts';
import { homeOf } from './script-home.ts';
import type { Level, SearchIndex } from './search-index.ts';

/** All entries; those with all words; those with words they may have meant; those with most of these; those of the State or the acronym that is named. */
export const FOUND_BY = ['all', 'words', 'similar', 'most', 'state'] as const;
export type FoundBy = (typeof FOUND_BY)[number];

/** Where a page ended. */
export interface PageEnd {
  /** How the list was found, so that the next page is found in the same way. */
  readonly by: FoundBy;
  readonly rank: number;
  readonly sortName: string;
  readonly id: string;
}

export interface Hit {
  readonly document: number;
  readonly rank: number;
}

/** By how much an entry of the State whose letters were typed comes before its like. */
const AT_HOME = 600;

export interface Search {
  readonly by: FoundBy;
  /** Ranks and texts of what was found, until the next search. */
  readonly found: Matches;
  /** Documents that pass the filters, in no order. */
  readonly documents: readonly number[];
}

/**
 * The first way that finds anything past the filters, or the given one. Where no way does, the first that the words alone
 * find anything by, so that facets can say what other filters would give.
 */
export function searchDirectory(index: SearchIndex, query: Filters & Pick<AuthorityQuery, 'q'>, level: Level, surroundings: Surroundings, by: FoundBy | null): Search {
  const passes = passing(query, surroundings);
  const narrowed = (way: FoundBy, found: Matches): Search => ({ by: way, found, documents: passes === null ? found.documents : found.documents.filter((id) => passes(index.documents[id]!)) });
  if (query.q === undefined) {
    const documents: number[] = [];
    for (let id = 0; id < index.documents.length; id++) if (index.sees(id, level)) documents.push(id);
    return narrowed('all', { ...NO_MATCHES, documents });
  }
  const home = homeOf(query.q);
  const atHome = (found: Matches): Matches => (home === null ? found : { ...found, rankOf: (document) => found.rankOf(document) + (index.isOf(document, home) ? AT_HOME : 0) });
  const readings = readingsOf(query.q, index.terms, level);
  /** By the first reading that finds anything past the filters, or else past none. */
  const search = (way: FoundBy): Search => {
    const answers = readings.map((wanted) => () => narrowed(way, atHome(matchDocuments(index, answersOf(wanted, index.terms, level, { forgiving: way !== 'words', related: way === 'most' || way === 'state' }), level, way === 'most' || way === 'state' ? way : 'all'))));
    let least: number | null = null;
    for (const [at, answer] of answers.entries()) {
      const found = answer();
      if (found.documents.length > 0 || (at === answers.length - 1 && least === null)) return found;
      if (least === null && found.found.documents.length > 0) least = at;
    }
    // What was found is good until the next search: once more.
    return answers[least!]!();
  };
  if (by !== null && by !== 'all') return search(by);
  let first: FoundBy | null = null;
  for (const way of ['words', 'similar', 'most', 'state'] as const) {
    const answer = search(way);
    if (answer.documents.length > 0) return answer;
    if (first === null && answer.found.documents.length > 0) first = way;
  }
  return first === null ? { by: 'words', found: NO_MATCHES, documents: [] } : search(first);
}

/** The best hits after the end of a page. */
export function pageOf(index: SearchIndex, { found, documents }: Search, count: number, after: PageEnd | null): Hit[] {
  const keyOf = (document: number): Key => ({ rank: found.rankOf(document), sortName: index.documents[document]!.sortName, id: index.documents[document]!.authority });
  const rest = after === null ? documents : documents.filter((document) => compareKeys(keyOf(document), after) > 0);
  const order = (a: number, b: number) => compare(index.documents[a]!.sortName, index.documents[b]!.sortName) || compare(index.documents[a]!.authority, index.documents[b]!.authority);
  return bestOf(rest, count, found.rankOf, order).map((document) => ({ document, rank: found.rankOf(document) }));
}

type Key = Pick<PageEnd, 'rank' | 'sortName' | 'id'>;

function compareKeys(a: Key, b: Key): number {
  return b.rank - a.rank || compare(a.sortName, b.sortName) || compare(a.id, b.id);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** In answers found by forgiving, a field below this was not found as written. */
const AS_WRITTEN = 0.88;

/** Which text answered, and as what. */
export function explain(index: SearchIndex, { found, by }: Search, document: number): AuthoritySummary['match'] {
  const field = found.fieldOf(document);
  const text = index.fields[field];
  if (text === undefined) return null;
  return { text, kind: by !== 'words' && found.fitOf(document) < AS_WRITTEN ? 'similar' : index.kinds[field]! };
}

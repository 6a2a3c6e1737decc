// Filters and counts: which of the documents found pass the filters, and how many there are for each value of each facet.
import type { AuthorityQuery, DirectoryFacets } from '#protocol';
import type { DirectoryDocument } from './search-index.ts';

type Facet = Exclude<keyof DirectoryFacets, 'total'>;

/** What the index does not hold itself. */
export interface Surroundings {
  /** Authorities that are members now. */
  readonly members: ReadonlySet<string>;
  /** M49 codes of a State. */
  regionsOf(state: string): readonly string[];
  /** An entry confirmed before, or never, is stale. Ms since 1970. */
  readonly staleBefore: number;
}

type Values = (document: DirectoryDocument) => readonly string[];

const YES = ['true'] as const;
const NO = ['false'] as const;

function valuesOf(surroundings: Surroundings): readonly (readonly [Facet, Values])[] {
  return [
    ['state', ({ state }) => [state]],
    ['region', ({ state }) => surroundings.regionsOf(state)],
    ['function', ({ functions }) => functions],
    ['article', ({ articles }) => articles],
    ['language', ({ languages }) => languages],
    ['network', ({ networks }) => networks],
    ['member', ({ authority }) => (surroundings.members.has(authority) ? YES : NO)],
    ['stale', ({ confirmed }) => (confirmed === null || confirmed < surroundings.staleBefore ? YES : NO)],
  ];
}

export type Filters = Pick<AuthorityQuery, Facet>;

/** Whether a document passes all filters. */
export function passing(filters: Filters, surroundings: Surroundings): (document: DirectoryDocument) => boolean {
  const set = valuesOf(surroundings).flatMap(([facet, values]) => {
    const wanted = filters[facet];
    return wanted === undefined ? [] : [{ values, wanted }];
  });
  return (document) => set.every(({ values, wanted }) => values(document).includes(wanted));
}

/** Counts over the documents given. Those of a facet leave its own filter aside, so that a reader sees what another value would give. */
export function countFacets(documents: Iterable<DirectoryDocument>, filters: Filters, surroundings: Surroundings): DirectoryFacets {
  const facets = valuesOf(surroundings).map(([facet, values]) => ({ facet, values, wanted: filters[facet], counts: new Map<string, number>() }));
  let total = 0;
  for (const document of documents) {
    const failing = facets.filter(({ values, wanted }) => wanted !== undefined && !values(document).includes(wanted));
    if (failing.length > 1) continue;
    if (failing.length === 0) total += 1;
    for (const { values, counts } of failing.length === 0 ? facets : failing) {
      for (const value of values(document)) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  const listed = Object.fromEntries(facets.map(({ facet, counts }) => [facet, [...counts].map(([value, count]) => ({ value, count })).toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))]));
  return { total, ...(listed as Omit<DirectoryFacets, 'total'>) };
}

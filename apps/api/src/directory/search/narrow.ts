// Filters and counts: which of the documents found pass the filters, and how many there are for each value of each facet.
import type { AuthorityQuery, DirectoryFacets } from '#protocol';
import type { DirectoryDocument, SearchIndex } from './search-index.ts';

type Facet = Exclude<keyof DirectoryFacets, 'total'>;

/** What the index does not hold itself. */
export interface Surroundings {
  /** Authorities that are members now. */
  readonly members: ReadonlySet<string>;
  /** M49 codes of a State. */
  regionsOf(state: string): readonly string[];
  /** An entry that was due for confirmation before, or was never confirmed, is stale. Ms since 1970. */
  readonly now: number;
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
    ['stale', (document) => (stale(document, surroundings) ? YES : NO)],
  ];
}

export type Filters = Pick<AuthorityQuery, Facet>;

/** Whether a document passes all filters; null when there are none. */
export function passing(filters: Filters, surroundings: Surroundings): ((document: DirectoryDocument) => boolean) | null {
  const set = valuesOf(surroundings).flatMap(([facet, values]) => {
    const wanted = filters[facet];
    return wanted === undefined ? [] : [{ values, wanted }];
  });
  return set.length === 0 ? null : (document) => set.every(({ values, wanted }) => values(document).includes(wanted));
}

/** Counts over the documents given. Those of a facet leave its own filter aside, so that a reader sees what another value would give. */
export function countFacets(index: Pick<SearchIndex, 'documents' | 'profiles'>, documents: readonly number[], filters: Filters, surroundings: Surroundings): DirectoryFacets {
  const facets = valuesOf(surroundings).map(([facet, values]) => ({ facet, values, wanted: filters[facet], counts: new Map<string, number>() }));
  let total = 0;
  for (const [example, alike] of alikeOf(index, documents, surroundings)) {
    const document = index.documents[example]!;
    const failing = facets.filter(({ values, wanted }) => wanted !== undefined && !values(document).includes(wanted));
    if (failing.length > 1) continue;
    if (failing.length === 0) total += alike;
    for (const { values, counts } of failing.length === 0 ? facets : failing) {
      for (const value of values(document)) counts.set(value, (counts.get(value) ?? 0) + alike);
    }
  }
  const listed = Object.fromEntries(facets.map(({ facet, counts }) => [facet, [...counts].map(([value, count]) => ({ value, count })).toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))]));
  return { total, ...(listed as Omit<DirectoryFacets, 'total'>) };
}

/** One document of each sort, with how many there are of that sort: the same values in every facet. */
function alikeOf(index: Pick<SearchIndex, 'documents' | 'profiles'>, documents: readonly number[], surroundings: Surroundings): Iterable<[number, number]> {
  const { members } = surroundings;
  const counts = new Map<number, [number, number]>();
  for (const id of documents) {
    const document = index.documents[id]!;
    const key = index.profiles[id]! * 4 + (members.size > 0 && members.has(document.authority) ? 2 : 0) + (stale(document, surroundings) ? 1 : 0);
    const known = counts.get(key);
    if (known) known[1] += 1;
    else counts.set(key, [id, 1]);
  }
  return counts.values();
}

function stale({ confirmed, due }: DirectoryDocument, { now }: Surroundings): boolean {
  return confirmed === null || due === null || due < now;
}

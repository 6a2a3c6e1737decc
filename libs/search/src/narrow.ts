// Filters and counts: which of the documents found pass the filters, and how many there are for each value of each facet.
import type { AuthorityQuery, DirectoryFacets, LocalTime, StateCounts } from '#protocol';
import { isOpen } from '#protocol/entry';
import { freshUntil, type DirectoryDocument, type Level, type SearchIndex } from './search-index.ts';

type Facet = Exclude<keyof DirectoryFacets, 'total'>;

/** What the index does not hold itself. */
export interface Surroundings {
  /** Authorities that are members now. */
  readonly members: ReadonlySet<string>;
  /** M49 codes of a State. */
  regionsOf(state: string): readonly string[];
  /** An entry that was due for confirmation before, or was never confirmed, is stale. Ms since 1970. */
  readonly now: number;
  /** Who asks: hours above are nobody's to them. */
  readonly level: Level;
  /** The wall clock of a zone now; null: not known here. */
  clockIn(zone: string): LocalTime | null;
}

type Values = (document: DirectoryDocument) => readonly string[];

const YES = ['true'] as const;
const NO = ['false'] as const;

/** By `answers`. */
const ANSWERS = [[], NO, YES] as const;

/** 0: no hours are known; 1: nobody is there now; 2: somebody is. */
function answers({ hours }: DirectoryDocument, { level, clockIn }: Surroundings): 0 | 1 | 2 {
  let known: 0 | 1 = 0;
  for (const { level: from, zone, weekly } of hours) {
    const time = from <= level ? clockIn(zone) : null;
    if (time === null || weekly.length === 0) continue;
    if (isOpen(weekly, time)) return 2;
    known = 1;
  }
  return known;
}

/** Whether somebody is there; null: no hours are known. */
export function answering(document: DirectoryDocument, surroundings: Surroundings): boolean | null {
  return [null, false, true][answers(document, surroundings)]!;
}

function valuesOf(surroundings: Surroundings): readonly (readonly [Facet, Values])[] {
  return [
    ['state', ({ state }) => [state]],
    ['region', ({ state }) => surroundings.regionsOf(state)],
    ['function', ({ functions }) => functions],
    ['article', ({ articles }) => articles],
    ['language', ({ languages }) => languages],
    ['network', ({ networks }) => networks],
    ['member', ({ authority }) => (surroundings.members.has(authority) ? YES : NO)],
    ['answering', (document) => ANSWERS[answers(document, surroundings)]!],
    ['stale', (document) => (freshUntil(document) < surroundings.now ? YES : NO)],
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
export function countFacets(index: Counted, documents: readonly number[], filters: Filters, surroundings: Surroundings): DirectoryFacets {
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

/** Each State with what was found there, in the order of their codes. */
export function countByState(index: Pick<SearchIndex, 'documents'>, documents: readonly number[], { members }: Surroundings): StateCounts[] {
  const states = new Map<string, { authorities: number; members: number; functions: Set<string> }>();
  for (const id of documents) {
    const { state, authority, functions } = index.documents[id]!;
    const counted = states.get(state) ?? { authorities: 0, members: 0, functions: new Set<string>() };
    counted.authorities += 1;
    if (members.has(authority)) counted.members += 1;
    for (const each of functions) counted.functions.add(each);
    states.set(state, counted);
  }
  return [...states].map(([state, counted]) => ({ state, ...counted, functions: counted.functions.size })).toSorted((a, b) => (a.state < b.state ? -1 : 1));
}

type Counted = Pick<SearchIndex, 'documents' | 'profiles' | 'timed' | 'freshUntil' | 'documentsOf'>;

/** How many documents there are of each sort, by the sort's number; its numbers are wiped after each use. */
let counts = new Int32Array(0);

/** One document of each sort, with how many there are of that sort: the same values in every facet. */
function alikeOf(index: Counted, documents: readonly number[], surroundings: Surroundings): [number, number][] {
  const { members, now } = surroundings;
  const ofMembers = new Set([...members].flatMap((authority) => index.documentsOf(authority)));
  const { profiles, timed, freshUntil } = index;
  const examples: number[] = [];
  const sortOf = (id: number) => (timed[id] ? answers(index.documents[id]!, surroundings) : 0) + 3 * (profiles[id]! * 4 + (ofMembers.size > 0 && ofMembers.has(id) ? 2 : 0) + (freshUntil[id]! < now ? 1 : 0));
  for (const id of documents) {
    const sort = sortOf(id);
    if (sort >= counts.length) counts = withRoom(counts, sort);
    if (counts[sort] === 0) examples.push(id);
    counts[sort]! += 1;
  }
  return examples.map((id) => {
    const sort = sortOf(id);
    const alike = counts[sort]!;
    counts[sort] = 0;
    return [id, alike];
  });
}

function withRoom(before: Int32Array<ArrayBuffer>, last: number): Int32Array<ArrayBuffer> {
  const after = new Int32Array(Math.ceil((last + 1) * 1.5));
  after.set(before);
  return after;
}

import type { SearchIndex } from './search-index.ts';

/**
 * How well one text answers a search of `count` words: it holds `held` of them, whose answers to it add up to `sum`; `starts`:
 * the first of them stands at its beginning. Of two texts the one that answers more, more fully and from its beginning is greater.
 */
export function fieldRank(index: Pick<SearchIndex, 'kinds' | 'lengths' | 'owners'>, field: number, count: number, sum: number, held: number, starts: boolean): number {
  const kind = index.kinds[field]!;
  const answered = sum / count;
  const full = Math.min(1, held / index.lengths[field]!);
  let value = 100 * answered + 60 * answered * full + (starts ? 8 : 0);
  // A State, a function or an article that is the whole search is what was looked for; part of one says little, and what sort of body it is less.
  if (index.owners[field]! < 0) value *= kind === 'kind' ? 0.25 : full === 1 && held === count ? 1 : 0.3;
  else if (kind === 'acronym') value += full === 1 && held === count && answered > 0.88 ? 45 : 0;
  else if (kind === 'function') value *= 0.4;
  else if (kind !== 'name') value -= kind === 'alias' ? 4 : 6;
  return Math.max(1, Math.round(value * 10));
}

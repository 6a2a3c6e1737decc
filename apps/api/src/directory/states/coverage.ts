// Whether a function is designated, and under which instruments. Pure.
import { CONVENTION_FUNCTIONS, type Coverage, type DesignatedFunction, type Designation } from '#protocol';

type Cited = Pick<Designation, 'functions' | 'articles' | 'instrument' | 'validTo'>;

/** `today`: a day; a designation that ended before no longer counts. Dates are as far as their sources give them. */
export function isInForce({ validTo }: Pick<Designation, 'validTo'>, today: string): boolean {
  return validTo === null || !/^\d{4}/.test(validTo) || validTo >= today.slice(0, validTo.length);
}

export function coverageOf(wanted: DesignatedFunction, designations: readonly Cited[], today: string): Coverage {
  const found = designations.filter((each) => each.functions.includes(wanted) && isInForce(each, today));
  if (found.length === 0) return 'missing';
  return found.some(({ articles, instrument }) => articles.length > 0 || /\bUNCAC\b/.test(instrument)) ? 'convention' : 'other';
}

export function coverageOfAll(designations: readonly Cited[], today: string): Record<string, Coverage> {
  return Object.fromEntries(CONVENTION_FUNCTIONS.map(({ function: wanted }) => [wanted, coverageOf(wanted, designations, today)]));
}

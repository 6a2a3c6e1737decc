// What is looked for in the directory, as it stands in the page's address.
import type { DesignatedFunction } from '#protocol';

export interface DirectorySearch {
  q?: string;
  /** ISO 3166-1 alpha-2. */
  state?: string;
  function?: DesignatedFunction;
  member?: 'true';
  /** Somebody is there now. */
  answering?: 'true';
  /** Absent: the list. */
  view?: 'map';
}

/** In the order of the list to choose from. The type makes sure that none is missing. */
const FUNCTIONS: Readonly<Record<DesignatedFunction, true>> = {
  mla: true, 'judicial-mla': true, extradition: true, 'provisional-arrest': true, 'asset-recovery': true, prevention: true, 'law-enforcement': true, fiu: true,
  'contact-24-7': true, 'civil-administrative': true, 'service-of-documents': true, 'child-and-adult-protection': true, apostille: true, other: true,
};
export const DESIGNATED_FUNCTIONS = Object.keys(FUNCTIONS) as readonly DesignatedFunction[];

function isFunction(value: unknown): value is DesignatedFunction {
  return typeof value === 'string' && Object.hasOwn(FUNCTIONS, value);
}

/** Reads an address somebody may have typed; what does not fit is left out. */
export function directorySearch({ q, state, function: wanted, member, answering, view }: Record<string, unknown>): DirectorySearch {
  return {
    ...(typeof q === 'string' && q.trim() !== '' ? { q: q.slice(0, 200) } : {}),
    ...(typeof state === 'string' && /^[A-Z]{2}$/.test(state) ? { state } : {}),
    ...(isFunction(wanted) ? { function: wanted } : {}),
    ...(member === 'true' || member === true ? { member: 'true' } : {}),
    ...(answering === 'true' || answering === true ? { answering: 'true' } : {}),
    ...(view === 'map' ? { view } : {}),
  };
}

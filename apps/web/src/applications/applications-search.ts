// What the queue is narrowed by: it stands in the address.

export const QUEUE_STATES = ['open', 'all', 'received', 'checking', 'returned', 'admitted', 'refused', 'withdrawn', 'expired'] as const;
export type QueueState = (typeof QUEUE_STATES)[number];

export interface ApplicationsSearch {
  readonly state?: QueueState;
  readonly country?: string;
  readonly q?: string;
  readonly stale?: 'true';
}

/** Anything else is left out. */
export function applicationsSearch(search: Record<string, unknown>): ApplicationsSearch {
  const { country, q } = search;
  const state = QUEUE_STATES.find((one) => one === search['state']);
  return {
    ...(state === undefined || state === 'open' ? {} : { state }),
    ...(typeof country === 'string' && /^[A-Z]{2}$/.test(country) ? { country } : {}),
    ...(typeof q === 'string' && q.trim() !== '' ? { q: q.trim().slice(0, 200) } : {}),
    ...(search['stale'] === 'true' || search['stale'] === true ? { stale: 'true' } : {}),
  };
}

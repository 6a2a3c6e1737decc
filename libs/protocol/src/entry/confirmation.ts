/** Sources that are no document; portals say them in the reader's language. */
export const STATED_BY_AUTHORITY = 'Stated by the authority itself';
export const ENTERED_BY_SECRETARIAT = 'Entered by the secretariat';

/** Null where the entry has never been confirmed: its values are as their sources had them. */
export interface Confirmation {
  /** When the authority itself last confirmed the entry. */
  readonly confirmed: string | null;
  /** When it has to confirm next. */
  readonly due: string | null;
}

/** Whether the entry can no longer be relied on as confirmed. `now`: ms since 1970. */
export function isStale({ confirmed, due }: Confirmation, now: number): boolean {
  return confirmed === null || due === null || Date.parse(due) < now;
}

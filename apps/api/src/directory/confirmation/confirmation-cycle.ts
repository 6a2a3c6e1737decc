// When an entry has to be confirmed again, and what happens around that date. Pure.
const DAY_MS = 24 * 3600 * 1000;

/** Security officers are reminded until `overdue`; `escalated` goes to the secretariat. In the order of time, days from the date due. */
export const STEPS = [
  ['month-before', -30],
  ['week-before', -7],
  ['day', 0],
  ['overdue', 14],
  ['escalated', 30],
] as const;
export type ConfirmationStep = (typeof STEPS)[number][0];

/** A year on, by the calendar. */
export function dueAfter(confirmed: Date): Date {
  const due = new Date(confirmed);
  due.setUTCFullYear(due.getUTCFullYear() + 1);
  return due;
}

/** For the entry of a new member, which was read in public sources: there is a month to look at it. */
export function firstDue(now: Date): Date {
  return new Date(now.getTime() + 30 * DAY_MS);
}

/** The step that is to be done now; null: it is too early for any. What was missed before it is not made up for. */
export function stepOf(due: Date, now: Date): ConfirmationStep | null {
  return STEPS.findLast(([, days]) => now.getTime() >= due.getTime() + days * DAY_MS)?.[0] ?? null;
}

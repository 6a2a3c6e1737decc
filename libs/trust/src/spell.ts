// Something that begins and ends: a suspension, a freeze. Kept for good, so that any past size can be asked.

export interface Spell {
  /** Position of the statement that began it. */
  readonly from: number;
  /** The officer who signed it. */
  readonly by: string;
  /** It ends by itself so many milliseconds after the log has shown it; null: only by a statement. */
  readonly lasts: number | null;
  /** When it lapses, in milliseconds since 1970; null until a log.time quotes a checkpoint that holds its statement. */
  readonly due: number | null;
  /** Position at which it ended; null while it goes on. */
  readonly until: number | null;
  /** It ended by itself. */
  readonly lapsed: boolean;
}
export type Spells = readonly Spell[];

export const isOpen = (spells: Spells): boolean => spells.at(-1)?.until === null;

/** As a log of this size knew it. */
export const openAt = (spells: Spells, size: number): boolean => spells.some(({ from, until }) => from < size && (until === null || until >= size));

export const begun = (spells: Spells, from: number, by: string, lasts: number | null): Spells => [...spells, { from, by, lasts, due: null, until: null, lapsed: false }];

/** With the last one changed. */
const withLast = (spells: Spells, change: Partial<Spell>): Spells => [...spells.slice(0, -1), { ...spells.at(-1)!, ...change }];

/** Ends the one that goes on, if any. */
export const ended = (spells: Spells, until: number, lapsed = false): Spells => (isOpen(spells) ? withLast(spells, { until, lapsed }) : spells);

/** Goes on and will lapse by itself. */
export const isTimedSpell = (spells: Spells): boolean => isOpen(spells) && spells.at(-1)!.lasts !== null;

/** `shown`: size of the checkpoint that the clock quotes; `time`: its time. Sets when it lapses, once. */
export function timed(spells: Spells, shown: number, time: number): Spells {
  const last = spells.at(-1);
  return last !== undefined && last.until === null && last.lasts !== null && last.due === null && last.from < shown ? withLast(spells, { due: time + last.lasts }) : spells;
}

export const isDue = (spells: Spells, time: number): boolean => isOpen(spells) && spells.at(-1)!.due !== null && spells.at(-1)!.due! <= time;

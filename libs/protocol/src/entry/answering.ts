// Whether somebody is there now, by an authority's office hours in its own time zone. Public holidays are in words and not counted.

export interface Hours {
  /** IANA time zone. */
  readonly zone: string;
  /** ISO weekdays, Monday is 1; local times as HH:MM, the end at most 24:00; an end that is not after its beginning is on the next day. */
  readonly weekly: readonly { readonly days: readonly number[]; readonly from: string; readonly to: string }[];
}

export interface LocalTime {
  /** ISO weekday. */
  readonly day: number;
  /** Minutes since midnight. */
  readonly minute: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const MINUTE_MS = 60 * 1000;

const clocks = new Map<string, Intl.DateTimeFormat | null>();

/** Null: no such zone here. */
function clockOf(zone: string): Intl.DateTimeFormat | null {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  let made: Intl.DateTimeFormat | null = null;
  try {
    made = new Intl.DateTimeFormat('en', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' });
  } catch {
    // A zone that this machine does not know.
  }
  clocks.set(zone, made);
  return made;
}

/** The zone's wall clock at an instant, as if it were UTC. */
function wallClock(clock: Intl.DateTimeFormat, at: number): number {
  const part = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(part['year']!, part['month']! - 1, part['day'], part['hour'], part['minute'], part['second']);
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
const weekdayOf = (wall: number): number => new Date(wall).getUTCDay() || 7;

/** Null for a zone that is not known here. `at`: ms since 1970. */
export function localTime(zone: string, at: number): LocalTime | null {
  const clock = clockOf(zone);
  if (clock === null) return null;
  const wall = wallClock(clock, at);
  return { day: weekdayOf(wall), minute: Math.floor((wall % DAY_MS) / MINUTE_MS) };
}

/** Whether the weekly hours hold at a local time. */
export function isOpen(weekly: Hours['weekly'], { day, minute }: LocalTime): boolean {
  const yesterday = day === 1 ? 7 : day - 1;
  return weekly.some(({ days, from, to }) => {
    const [begin, end] = [minutesOf(from), minutesOf(to)];
    if (end > begin) return days.includes(day) && minute >= begin && minute < end;
    return (days.includes(day) && minute >= begin) || (days.includes(yesterday) && minute < end);
  });
}

/** Null: no hours are known. `changes`: when that is next otherwise, ms since 1970; null: never. */
export function answeringAt(hours: readonly Hours[], at: number): { readonly open: boolean; readonly changes: number | null } | null {
  const known = hours.filter(({ zone, weekly }) => weekly.length > 0 && clockOf(zone) !== null);
  if (known.length === 0) return null;
  const spans = known.flatMap((each) => spansOf(each, at)).toSorted((a, b) => a[0] - b[0]);
  let end = spans.find(([from, to]) => from <= at && at < to)?.[1] ?? null;
  if (end === null) return { open: false, changes: spans.find(([from]) => from > at)?.[0] ?? null };
  for (const [from, to] of spans) if (from <= end && to > end) end = to;
  // As far as was looked: it never closes.
  return { open: true, changes: end > at + 7 * DAY_MS ? null : end };
}

/** When somebody is there, from the day before an instant until eight days after. */
function spansOf({ zone, weekly }: Hours, at: number): [from: number, to: number][] {
  const clock = clockOf(zone)!;
  const midnight = Math.floor(wallClock(clock, at) / DAY_MS) * DAY_MS;
  const spans: [number, number][] = [];
  for (let date = midnight - DAY_MS; date <= midnight + 8 * DAY_MS; date += DAY_MS) {
    for (const { days, from, to } of weekly) {
      if (!days.includes(weekdayOf(date))) continue;
      const [begin, end] = [minutesOf(from), minutesOf(to)];
      spans.push([instantOf(clock, date + begin * MINUTE_MS), instantOf(clock, date + (end > begin ? end : end + 24 * 60) * MINUTE_MS)]);
    }
  }
  return spans;
}

/** The instant at which the zone's clock shows this; in the hour that a clock skips, the same time by the clock of before. */
function instantOf(clock: Intl.DateTimeFormat, wall: number): number {
  const guess = wall - (wallClock(clock, wall) - wall);
  return wall - (wallClock(clock, guess) - guess);
}

import { useMemo } from 'react';
import { useText } from '../i18n/text.tsx';

/** Monday 5 January 1970; the day of the month of weekday 1 is 5. */
const MONDAY = 5;

/** ISO weekdays → their names in the reader's language: runs of three or more as "Mon – Fri", others in a row. */
export function useWeekdays(): (days: readonly number[]) => string {
  const { language, list } = useText();
  return useMemo(() => {
    const format = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' });
    const name = (day: number) => format.format(new Date(Date.UTC(1970, 0, MONDAY + day - 1)));
    return (days) => {
      const sorted = [...new Set(days)].toSorted((a, b) => a - b);
      const [first, last] = [sorted[0], sorted.at(-1)];
      const run = first !== undefined && last !== undefined && sorted.length > 2 && last - first === sorted.length - 1;
      return run ? `${name(first)} – ${name(last)}` : list(sorted.map(name));
    };
  }, [language, list]);
}

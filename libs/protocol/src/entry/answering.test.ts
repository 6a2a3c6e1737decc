import { describe, expect, test } from '@jest/globals';
import { answeringAt, isOpen, localTime, type Hours } from './answering.ts';

const week = (zone: string, from = '08:00', to = '17:00', days = [1, 2, 3, 4, 5]): Hours => ({ zone, weekly: [{ days, from, to }] });
const at = (instant: string) => Date.parse(instant);
const shown = (hours: readonly Hours[], instant: string) => {
  const found = answeringAt(hours, at(instant));
  return found && [found.open, found.changes === null ? null : new Date(found.changes).toISOString()];
};

describe('office hours', () => {
  test.each([
    ['Nairobi on a Wednesday at noon', [week('Africa/Nairobi')], '2026-11-25T09:00:00Z', [true, '2026-11-25T14:00:00.000Z']],
    ['Nairobi a minute before', [week('Africa/Nairobi')], '2026-11-25T04:59:00Z', [false, '2026-11-25T05:00:00.000Z']],
    ['Nairobi at the very end', [week('Africa/Nairobi')], '2026-11-25T14:00:00Z', [false, '2026-11-26T05:00:00.000Z']],
    ['Friday evening until Monday', [week('Africa/Nairobi')], '2026-11-27T20:00:00Z', [false, '2026-11-30T05:00:00.000Z']],
    ['half hours from Greenwich', [week('Asia/Kathmandu')], '2026-11-25T02:15:00Z', [true, '2026-11-25T11:15:00.000Z']],
    ['Riyadh works on Sunday', [week('Asia/Riyadh', '08:00', '16:00', [7, 1, 2, 3, 4])], '2026-11-29T06:00:00Z', [true, '2026-11-29T13:00:00.000Z']],
    ['New York before its clocks go back', [week('America/New_York')], '2026-10-30T12:30:00Z', [true, '2026-10-30T21:00:00.000Z']],
    ['New York over the weekend on which they do', [week('America/New_York')], '2026-10-31T12:30:00Z', [false, '2026-11-02T13:00:00.000Z']],
    ['a night shift, before midnight', [week('Europe/Riga', '20:00', '06:00', [2])], '2026-11-24T21:00:00Z', [true, '2026-11-25T04:00:00.000Z']],
    ['a night shift, after midnight', [week('Europe/Riga', '20:00', '06:00', [2])], '2026-11-25T02:00:00Z', [true, '2026-11-25T04:00:00.000Z']],
    ['hours that meet', [week('UTC', '08:00', '12:00'), week('UTC', '12:00', '18:00')], '2026-11-25T09:00:00Z', [true, '2026-11-25T18:00:00.000Z']],
    ['day and night', [week('UTC', '00:00', '24:00', [1, 2, 3, 4, 5, 6, 7])], '2026-11-25T09:00:00Z', [true, null]],
    ['one of two places', [week('Asia/Tokyo'), week('America/Lima')], '2026-11-25T15:00:00Z', [true, '2026-11-25T22:00:00.000Z']],
  ] as const)('%s', (_, hours, instant, expected) => {
    expect(shown(hours, instant)).toEqual(expected);
    // The quick answer that lists and counts use says the same.
    expect(hours.some(({ zone, weekly }) => isOpen(weekly, localTime(zone, at(instant))!))).toBe(expected[0]);
  });

  test('nothing known, and a zone that nobody knows, are neither open nor closed', () => {
    expect(answeringAt([], 0)).toBeNull();
    expect(answeringAt([{ zone: 'UTC', weekly: [] }], 0)).toBeNull();
    expect(answeringAt([week('Mars/Olympus')], 0)).toBeNull();
    expect(localTime('Mars/Olympus', 0)).toBeNull();
  });

  test('hours in one zone hold at the right instants on the days on which clocks change', () => {
    for (const [day, from, to] of [['2026-03-28', '07:00', '16:00'], ['2026-03-29', '06:00', '15:00'], ['2026-10-25', '07:00', '16:00']] as const) {
      const hours = [week('Europe/Rome', '08:00', '17:00', [1, 2, 3, 4, 5, 6, 7])];
      expect(shown(hours, `${day}T00:30:00Z`)).toEqual([false, `${day}T${from}:00.000Z`]);
      expect(shown(hours, `${day}T10:00:00Z`)).toEqual([true, `${day}T${to}:00.000Z`]);
    }
  });
});

import { expect, test } from '@jest/globals';
import { dueAfter, stepOf } from './confirmation-cycle.ts';

const due = new Date('2027-03-01T12:00:00.000Z');

test.each([
  ['2027-01-30T11:59:59.999Z', null],
  ['2027-01-30T12:00:00.000Z', 'month-before'],
  ['2027-02-22T11:59:59.999Z', 'month-before'],
  ['2027-02-22T12:00:00.000Z', 'week-before'],
  ['2027-03-01T12:00:00.000Z', 'day'],
  ['2027-03-15T12:00:00.000Z', 'overdue'],
  ['2027-03-31T12:00:00.000Z', 'escalated'],
  ['2030-01-01T00:00:00.000Z', 'escalated'],
])('at %s: %s', (now, step) => expect(stepOf(due, new Date(now))).toBe(step));

test('a year is one of the calendar', () => {
  expect(dueAfter(new Date('2027-03-01T12:00:00.000Z')).toISOString()).toBe('2028-03-01T12:00:00.000Z');
  expect(dueAfter(new Date('2028-02-29T00:00:00.000Z')).toISOString()).toBe('2029-03-01T00:00:00.000Z');
});

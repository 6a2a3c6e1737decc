import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { IDLE_LOCK_MS, IdleLock } from './idle-lock.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

test('locks once 15 minutes pass without a sign of the user, and not before', () => {
  const lock = jest.fn();
  const idle = new IdleLock(lock);
  jest.advanceTimersByTime(IDLE_LOCK_MS - 10_000);
  expect(lock).not.toHaveBeenCalled();
  idle.seen();
  jest.advanceTimersByTime(IDLE_LOCK_MS - 10_000);
  expect(lock).not.toHaveBeenCalled();
  jest.advanceTimersByTime(20_000);
  expect(lock).toHaveBeenCalledTimes(1);
});

test('a machine that slept locks before the first key press counts', () => {
  const lock = jest.fn();
  const idle = new IdleLock(lock);
  // The clock goes on while timers sleep.
  jest.setSystemTime(Date.now() + 2 * IDLE_LOCK_MS);
  idle.seen();
  expect(lock).toHaveBeenCalledTimes(1);
});

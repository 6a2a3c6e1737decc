import { setTimeout as delay } from 'node:timers/promises';

/** Waits until it holds; throws with what did not come about. */
export async function until(holds: () => unknown, what: string, seconds = 60): Promise<void> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await delay(10)) if (await holds()) return;
  throw new Error(`not within ${seconds} s: ${what}`);
}

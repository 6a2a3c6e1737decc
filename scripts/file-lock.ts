// Locks between processes that the operating system releases when their holder dies, however it dies.
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';

export type LockMode = 'exclusive' | 'shared';

export interface FileLock {
  release(): void;
}

const SQLITE_BUSY = 5;
const POLL_MILLISECONDS = 100;

/**
 * Takes the lock at `path` or answers null at once when another process stands in the way. SQLite's own file locks do the
 * work (https://sqlite.org/lockingv3.html): EXCLUSIVE excludes everybody, any number may hold SHARED.
 */
export function tryLock(path: string, mode: LockMode): FileLock | null {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    if (mode === 'exclusive') {
      database.exec('BEGIN EXCLUSIVE');
    } else {
      database.exec('BEGIN');
      database.prepare('SELECT count(*) FROM sqlite_schema').get();
    }
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return null;
    throw error;
  }
  return { release: () => database.close() };
}

/** Waits for the lock as long as it takes; `onWait` is called once if it has to. */
export async function lock(path: string, mode: LockMode, onWait?: () => void): Promise<FileLock> {
  let taken = tryLock(path, mode);
  if (!taken) onWait?.();
  while (!taken) {
    await delay(POLL_MILLISECONDS);
    taken = tryLock(path, mode);
  }
  return taken;
}

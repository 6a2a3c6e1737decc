// What a run makes once and all of its processes use.
import { mkdtemp, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lock } from '../../scripts/file-lock.ts';
import { runFolder } from './run-folder.ts';

/**
 * Made by whichever process needs it first, the others wait; what `make` answers must be JSON. Each attempt has an empty folder of its own: one
 * that failed, or whose process was ended, leaves nothing that the next one meets, and counts as never begun.
 */
export async function madeOnce<T>(name: string, make: (folder: string) => Promise<T>): Promise<T> {
  const record = join(runFolder(), `${name}.json`);
  const held = await lock(join(runFolder(), `${name}.lock`), 'exclusive');
  try {
    const known = await readFile(record, 'utf8').catch(() => null);
    if (known !== null) return JSON.parse(known) as T;
    const folder = await mkdtemp(join(runFolder(), `${name}-`));
    const made = await make(folder);
    const written = join(folder, `${name}.json`);
    await writeFile(written, JSON.stringify(made), { mode: 0o600 });
    await rename(written, record);
    return made;
  } finally {
    held.release();
  }
}

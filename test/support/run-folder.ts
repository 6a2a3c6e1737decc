// One folder per run of jest holds everything a run makes: databases, servers' data, logs, and the numbers of their processes.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Set by global-setup.mjs for all of jest's processes. */
export function runFolder(): string {
  const folder = process.env['GLOBE_TEST_RUN'];
  if (!folder) throw new Error('GLOBE_TEST_RUN is not set: run these tests through jest.config.mjs, whose global setup makes the folder');
  return folder;
}

/** The clone or the build whose programs are under test: GLOBE_BUILD, or this clone with what `tsc -b` left in its dist/. */
export function buildFolder(): string {
  return process.env['GLOBE_BUILD'] ?? join(import.meta.dirname, '..', '..');
}

/** Names a process that must not outlive the run; the guard ends whatever is still named when jest is gone. */
export async function registerProcess(pid: number): Promise<void> {
  await mkdir(join(runFolder(), 'processes'), { recursive: true });
  await writeFile(join(runFolder(), 'processes', String(pid)), '');
}

export async function forgetProcess(pid: number): Promise<void> {
  await rm(join(runFolder(), 'processes', String(pid)), { force: true });
}

/** Names a cluster whose server must not outlive the run. `name` is unique in the run. */
export function clusterFolder(name: string): string {
  return join(runFolder(), 'clusters', name);
}

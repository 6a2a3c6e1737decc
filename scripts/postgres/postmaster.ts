// Which server process, if any, works on a data directory.
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** It accepts connections. */
  readonly ready: boolean;
}

/**
 * Reads postmaster.pid and compares it with the process of that number: after a crash or a reboot the number may belong
 * to anything, and then the file is stale and the answer null.
 */
export async function runningPostmaster(data: string): Promise<Postmaster | null> {
  const lines = (await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n').map((line) => line.trim());
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 1) return null;
  if (!(await commandLine(pid)).startsWith(`postgres -D ${data} `)) return null;
  return { pid, port: Number(lines[3]) || 0, ready: lines[7] === 'ready' };
}

/** A process's program name and parameters, parted by spaces; empty for a process that has ended, reaped or not. */
async function commandLine(pid: number): Promise<string> {
  const line =
    process.platform === 'linux'
      ? await readFile(`/proc/${pid}/cmdline`, 'utf8').then((words) => words.replaceAll('\0', ' '), () => '')
      : (spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '');
  return line.replace(/^.*?\/bin\/(?=postgres )/, '');
}

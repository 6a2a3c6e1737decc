// PostgreSQL refuses to run as root; then the server gets an account without rights of its own.
import { spawnSync } from 'node:child_process';

export interface ServerAccount {
  readonly uid: number;
  readonly gid: number;
}

/** Null when this process is not root: the server then runs as whoever runs this. */
export function serverAccount(): ServerAccount | null {
  if (process.getuid?.() !== 0) return null;
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout?.trim() || Number.NaN));
    if (Number.isInteger(uid) && Number.isInteger(gid)) return { uid: uid!, gid: gid! };
  }
  throw new Error('PostgreSQL does not run as root, and this machine has neither an account "postgres" nor "nobody"');
}

/** Whether the server's account can enter `directory`: every directory above it must let it through. */
export function canEnter(directory: string, account: ServerAccount | null): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', directory], { ...account, stdio: 'ignore', cwd: '/' }).status === 0;
}

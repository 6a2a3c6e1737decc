// Before the first test of a run: its folder, and the guard that clears it away even if jest is killed.
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export default function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'globe-test-'));
  // The account PostgreSQL runs as must be able to pass.
  chmodSync(folder, 0o711);
  mkdirSync(join(folder, 'clusters'), { mode: 0o711 });
  process.env.GLOBE_TEST_RUN = folder;
  const guard = spawn(process.execPath, [join(import.meta.dirname, 'guard.ts'), folder], { detached: true, stdio: ['pipe', 'pipe', 'inherit'] });
  guard.unref();
  guard.stdin.unref();
  guard.stdout.unref();
  globalThis.globeTestGuard = guard;
}

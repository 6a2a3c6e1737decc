// After the last test of a run: lets the guard clear away, and waits for it.
export default async function teardown() {
  const guard = globalThis.globeTestGuard;
  if (!guard || guard.exitCode !== null) return;
  guard.ref();
  const ended = new Promise((resolve) => guard.once('exit', resolve));
  guard.stdin.end();
  await ended;
}

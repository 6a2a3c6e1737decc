// After the last test of a run: lets the guard clear away, and waits for it.
export default async function teardown() {
  const guard = globalThis.globeTestGuard;
  if (!guard || guard.exitCode !== null) return;
  const cleared = new Promise((resolve) => guard.stdout.once('data', resolve).once('close', resolve));
  guard.stdout.ref();
  guard.stdin.end();
  await cleared;
  guard.stdout.destroy();
}

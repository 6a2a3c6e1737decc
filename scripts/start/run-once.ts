// Programs of the build that do one thing and exit: migrations, the demonstration network.
import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { startProgram, type ProgramPlace } from './hub-process.ts';

/** Resolves when the program has ended well; throws with the end of what it wrote if not. Aborting ends it. */
export async function runOnce(place: ProgramPlace, abort: AbortSignal): Promise<void> {
  const before = await stat(place.logFile).then(({ size }) => size, () => 0);
  const child = startProgram(place);
  const end = () => child.kill('SIGTERM');
  abort.addEventListener('abort', end);
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  abort.removeEventListener('abort', end);
  abort.throwIfAborted();
  if (code === 0) return;
  const said = (await readFile(place.logFile)).subarray(before).toString().trim().split('\n').slice(-20).join('\n');
  throw new Error(`${place.program} failed (${signal ?? `code ${code}`}):\n${said}\nLog: ${place.logFile}`);
}

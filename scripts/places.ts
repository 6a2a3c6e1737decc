// Where things are in a clone.
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The clone's top folder. */
export const ROOT = resolve(import.meta.dirname, '..');
/** What is fetched or built and outlives a clean `dist`: Node, PostgreSQL, builds, locks. Safe to delete when nothing runs. */
export const RUNTIME_DIRECTORY = join(ROOT, '.runtime');

/** A path in RUNTIME_DIRECTORY, which is made if absent. */
export function runtimePath(...names: string[]): string {
  mkdirSync(RUNTIME_DIRECTORY, { recursive: true });
  return join(RUNTIME_DIRECTORY, ...names);
}

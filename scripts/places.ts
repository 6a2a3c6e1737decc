// Where things are in a clone.
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The clone's top folder. */
export const ROOT = resolve(fileURLToPath(new URL('..', import.meta.url)));
/** Everything fetched or built that outlives a clean `dist`: Node, PostgreSQL, builds, locks. Safe to delete when nothing runs. */
export const RUNTIME_DIRECTORY = join(ROOT, '.runtime');

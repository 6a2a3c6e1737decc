// npm test: see check/main.ts, or `npm test -- --help`.
import { runOnSupportedNode } from './runtime.mjs';

await runOnSupportedNode(new URL('check/main.ts', import.meta.url));

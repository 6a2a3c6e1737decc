// npm start: see start/main.ts, or `npm start -- --help`.
import { runOnSupportedNode } from './runtime.mjs';

await runOnSupportedNode(new URL('start/main.ts', import.meta.url));

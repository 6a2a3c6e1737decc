// The crypto worker: the only place of the portal where an officer's secrets are in memory. Pages hold handles and see results.
// Served with a policy of its own (apps/api/src/platform/portal.ts), because OPAQUE compiles WebAssembly.
import { Channel, type Port } from './channel.ts';
import { createEngineApi } from './engine-api.ts';
import { toFailure } from './failures.ts';
import type { pageApi } from './page-api.ts';

const api = createEngineApi((name, value) => channel.emit(name, value), () => channel.remote);
const channel: Channel<typeof api, typeof pageApi> = new Channel(self as unknown as Port, api, toFailure);

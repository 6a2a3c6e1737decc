// Everything the page may ask of the worker.
import { createKeyring, HubClient, type Client } from '#client';
import { Problem, ROUTE_TABLES, type Route, type RouteCall, type SessionView } from '#protocol';
import type { Remote } from './channel.ts';
import { deviceMemory } from './device-memory.ts';
import { enrolApi } from './enrol-api.ts';
import { IdleLock } from './idle-lock.ts';
import type { pageApi } from './page-api.ts';
import { pageAuthenticators } from './page-authenticators.ts';
import type { RouteName } from './requests.ts';
import { signInApi } from './sign-in-api.ts';

type Emit = (name: 'locked' | 'progress', value: unknown) => void;
export type EngineApi = ReturnType<typeof createEngineApi>;

export function createEngineApi(emit: Emit, page: () => Remote<typeof pageApi>) {
  const client: Client = { hub: new HubClient({ baseUrl: self.location.origin, client: 'portal' }), keyring: createKeyring(), memory: deviceMemory };
  const authenticators = pageAuthenticators(page);
  let who: SessionView | null = null;
  const lock = async (because: 'idle' | 'asked') => {
    if (!(await client.keyring.unlocked())) return;
    who = null;
    await client.keyring.lock();
    emit('locked', because);
  };
  const idle = new IdleLock(() => void lock('idle'));
  const opened = async (session: SessionView) => {
    idle.seen();
    who = session;
  };
  return {
    /** A route by its name; the answer is validated. */
    request: (name: RouteName, call: object): Promise<unknown> => {
      const [table, key] = name.split('.') as [string, string];
      const route = ROUTE_TABLES[table]?.[key];
      if (!route) throw new Problem('not-found');
      return client.hub.call(route, call as RouteCall<Route>);
    },
    active: () => idle.seen(),
    lock: () => lock('asked'),
    ...signInApi(client, authenticators, { opened, who: () => who }),
    ...enrolApi(client, authenticators, { opened, readCode: (offer) => page().readCode(offer) }),
  };
}

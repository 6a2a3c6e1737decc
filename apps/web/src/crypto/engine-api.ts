// Everything the page may ask of the worker.
import { createKeyring, HubClient, type Client } from '#client';
import { identityRoutes, Problem, ROUTE_TABLES, type Route, type RouteCall, type SessionView } from '#protocol';
import { administrationApi } from './administration-api.ts';
import { alertsApi } from './alerts-api.ts';
import { applicationsApi } from './applications-api.ts';
import { applyApi } from './apply-api.ts';
import { auditApi } from './audit-api.ts';
import { Failure, type Remote } from './channel.ts';
import { composeApi } from './compose-api.ts';
import { deviceMemory } from './device-memory.ts';
import { devicesApi } from './devices-api.ts';
import { entryDraftsApi } from './entry-drafts-api.ts';
import { enrolApi } from './enrol-api.ts';
import { IdleLock } from './idle-lock.ts';
import { joined } from './joined.ts';
import { LiveTab } from './live-tab.ts';
import { mailApi } from './mail-api.ts';
import { mailboxApi } from './mailbox-api.ts';
import { offlineApi } from './offline-api.ts';
import { memberApi } from './member-api.ts';
import { networkApi } from './network-api.ts';
import { heldOpen, OfficerDesk } from './officer-at-work.ts';
import type { pageApi } from './page-api.ts';
import { pageAuthenticators } from './page-authenticators.ts';
import type { RouteName } from './requests.ts';
import { proposalsApi } from './proposals-api.ts';
import { recoveryApi } from './recovery-api.ts';
import { rosterApi } from './roster-api.ts';
import { secretariatApi } from './secretariat-api.ts';
import { signInApi } from './sign-in-api.ts';
import { VerifyPool } from './verify-pool.ts';

type Emit = (name: 'locked' | 'progress' | 'ended' | 'trust-log' | 'replay' | 'cache-discarded', value: unknown) => void;
export type EngineApi = ReturnType<typeof createEngineApi>;

export function createEngineApi(emit: Emit, page: () => Remote<typeof pageApi>) {
  const client: Client = { hub: new HubClient({ baseUrl: self.location.origin, client: 'portal' }), keyring: createKeyring(), memory: deviceMemory };
  const authenticators = pageAuthenticators(page);
  const desk = new OfficerDesk(client, new VerifyPool(), emit);
  const opened = heldOpen();
  let typedCode = false;
  const forget = () => {
    typedCode = false;
    desk.close();
    for (const kept of Object.values(opened)) kept.clear();
  };
  const lock = async (because: 'idle' | 'asked' | 'unreachable') => {
    if (!(await client.keyring.unlocked())) return;
    forget();
    await client.keyring.lock();
    emit('locked', because);
  };
  const idle = new IdleLock(() => void lock('idle'));
  const live = new LiveTab(client.hub, {
    ended: (why) => {
      forget();
      void client.keyring.lock();
      emit('ended', why);
    },
    lost: () => void lock('unreachable'),
    // Told on once the entries are in a checkpoint and replayed here.
    trustLog: (size) => void desk.reach(size).then(() => emit('trust-log', size), () => undefined),
  });
  const unlocked = async (session: SessionView) => {
    idle.seen();
    desk.open(session);
  };
  const progress = (id: string, value: number) => emit('progress', { id, value });
  return joined(
    {
      /** A route by its name; the answer is validated. */
      request: (name: RouteName, call: object): Promise<unknown> => {
        const [table, key] = name.split('.') as [string, string];
        const route = ROUTE_TABLES[table]?.[key];
        if (!route) throw new Problem('not-found');
        return client.hub.call(route, call as RouteCall<Route>);
      },
      active: () => idle.seen(),
      lock: () => lock('asked'),
      /** Hears from now on when this officer's session ends, whether or not their keys are open. */
      watch: (officer: string) => live.watch(officer),
      /** Whether the roster gives me another place than the one I signed in to: after an admission. */
      placeChanged: async (): Promise<boolean> => {
        const before = desk.who;
        if (!before) throw new Failure('locked');
        const now = await client.hub.call(identityRoutes.session, {});
        return now.role !== before.role || now.member !== before.member;
      },
      /** The session goes on in the place that the roster gives me now, keys and all. */
      enterPlace: async (): Promise<SessionView> => {
        if (!desk.who) throw new Failure('locked');
        const now = await client.hub.call(identityRoutes.session, {});
        desk.open(now);
        return now;
      },
    },
    signInApi(client, authenticators, { opened: unlocked, forget, typedCode: () => (typedCode = true), who: () => desk.who }),
    enrolApi(client, authenticators, { opened: unlocked, readCode: (offer) => page().readCode(offer) }),
    applyApi(client),
    applicationsApi(desk),
    networkApi(desk, opened),
    memberApi(desk),
    mailApi(desk, opened, progress),
    composeApi(desk, opened, progress),
    alertsApi(desk),
    devicesApi(desk),
    entryDraftsApi(desk),
    auditApi(desk),
    offlineApi(desk),
    administrationApi(desk),
    mailboxApi(desk),
    recoveryApi(desk, { open: () => typedCode, recorded: () => (typedCode = false) }),
    proposalsApi(client, desk),
    rosterApi(desk),
    secretariatApi(desk, opened),
  );
}

// Who is signed in and whether the keys are in memory: one small store for the whole page.
import { useSyncExternalStore } from 'react';
import type { NetworkInfo, SessionEnd, SessionView } from '#protocol';
import { Store } from './store.ts';

/**
 * out: nobody is signed in; locked: signed in, keys not in memory (always so after loading the page); open: keys are held by the worker.
 * `because` says why keys or session went away, for the notice on the page that asks for them.
 */
export type SessionState =
  | { readonly phase: 'out'; readonly because: 'start' | SessionEnd }
  | { readonly phase: 'locked'; readonly who: SessionView; readonly because: 'start' | 'idle' | 'asked' | 'unreachable' | 'worker-died' }
  | { readonly phase: 'open'; readonly who: SessionView };

const state = new Store<SessionState>({ phase: 'out', because: 'start' });
const network = new Store<NetworkInfo | null>(null);

export const currentSession = state.get;
export const onSessionChange = state.subscribe;

export function opened(who: SessionView): void {
  state.set({ phase: 'open', who });
}
/** The present terms of use were accepted; keys stay as they are. */
export function termsAccepted({ termsDue }: SessionView): void {
  const now = state.get();
  if (now.phase !== 'out') state.set({ ...now, who: { ...now.who, termsDue } });
}
export function locked(because: Extract<SessionState, { phase: 'locked' }>['because']): void {
  const now = state.get();
  if (now.phase === 'open') state.set({ phase: 'locked', who: now.who, because });
}
export function left(because: SessionEnd): void {
  if (state.get().phase !== 'out') state.set({ phase: 'out', because });
}

export function useSession(): SessionState {
  return useSyncExternalStore(state.subscribe, state.get);
}
export function useNetwork(): NetworkInfo | null {
  return useSyncExternalStore(network.subscribe, network.get);
}
/** Which network, where nobody can be asked. */
export function networkIs(known: NetworkInfo): void {
  network.set(known);
}

const ENDS: Readonly<Record<SessionEnd, true>> = {
  'signed-out': true, ended: true, 'credential-removed': true, expired: true, removed: true, suspended: true, rekeyed: true, 'role-changed': true,
};
/** A reason by the name that the hub gave it. */
export function endNamed(name: unknown): SessionEnd | null {
  return typeof name === 'string' && Object.hasOwn(ENDS, name) ? (name as SessionEnd) : null;
}

/** Ends of which somebody who comes back should read more than that they must sign in. */
export const ENDS_TOLD: readonly ('start' | SessionEnd)[] = ['ended', 'credential-removed', 'removed', 'suspended', 'rekeyed', 'role-changed'];

/**
 * Asks the hub, once at the start and without the worker, which network it serves and whether a session lives on.
 * Nothing of this is trusted: it only chooses what to show.
 */
export async function findSession(): Promise<void> {
  const [found, served] = await Promise.all([ask<SessionView>('/api/session'), ask<NetworkInfo>('/api/network')]);
  if (served.answer) network.set(served.answer);
  if (found.answer) state.set({ phase: 'locked', who: found.answer, because: 'start' });
  const why = endNamed(found.verdict);
  if (why !== null && ENDS_TOLD.includes(why)) state.set({ phase: 'out', because: why });
}

async function ask<T>(path: string): Promise<{ answer?: T; verdict?: unknown }> {
  try {
    const answer = await fetch(path, { headers: { accept: 'application/json', 'x-globe-client': 'portal' }, cache: 'no-store' });
    return answer.ok ? { answer: (await answer.json()) as T } : { verdict: ((await answer.json()) as { verdict?: unknown }).verdict };
  } catch {
    return {};
  }
}

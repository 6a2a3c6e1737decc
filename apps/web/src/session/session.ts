// Who is signed in and whether the keys are in memory: one small store for the whole page.
import { useSyncExternalStore } from 'react';
import type { NetworkInfo, SessionView } from '#protocol';

/**
 * out: nobody is signed in; locked: signed in, keys not in memory (always so after loading the page); open: keys are held by the worker.
 * `because` says why keys or session went away, for the notice on the page that asks for them.
 */
export type SessionState =
  | { readonly phase: 'out'; readonly because: 'start' | 'signed-out' | 'ended' }
  | { readonly phase: 'locked'; readonly who: SessionView; readonly because: 'start' | 'idle' | 'asked' | 'worker-died' }
  | { readonly phase: 'open'; readonly who: SessionView };

class Store<T> {
  private readonly listeners = new Set<() => void>();
  constructor(private value: T) {}
  readonly get = (): T => this.value;
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };
  set(value: T): void {
    this.value = value;
    for (const listener of this.listeners) listener();
  }
}

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
export function left(because: 'signed-out' | 'ended'): void {
  if (state.get().phase !== 'out') state.set({ phase: 'out', because });
}

export function useSession(): SessionState {
  return useSyncExternalStore(state.subscribe, state.get);
}
export function useNetwork(): NetworkInfo | null {
  return useSyncExternalStore(network.subscribe, network.get);
}

/**
 * Asks the hub, once at the start and without the worker, which network it serves and whether a session lives on.
 * Nothing of this is trusted: it only chooses what to show.
 */
export async function findSession(): Promise<void> {
  const [found, served] = await Promise.all([ask<SessionView>('/api/session'), ask<NetworkInfo>('/api/network')]);
  if (served) network.set(served);
  if (found) state.set({ phase: 'locked', who: found, because: 'start' });
}

async function ask<T>(path: string): Promise<T | null> {
  try {
    const answer = await fetch(path, { headers: { accept: 'application/json', 'x-globe-client': 'portal' }, cache: 'no-store' });
    return answer.ok ? ((await answer.json()) as T) : null;
  } catch {
    return null;
  }
}

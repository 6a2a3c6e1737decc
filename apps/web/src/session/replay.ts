// How far this client is in verifying the trust log; told by the crypto worker, shown while it takes long.
import { useSyncExternalStore } from 'react';
import type { ReplayProgress } from '#client';
import type { CacheDiscarded } from '../crypto/trust-memory.ts';
import { currentSession, onSessionChange } from './session.ts';
import { Store } from './store.ts';

export interface ReplayState {
  /** Null: nothing long is under way, and sending need not wait for it. */
  readonly progress: ReplayProgress | null;
  /** Why what this device had kept of the log was thrown away, since unlocking. */
  readonly discarded: CacheDiscarded | null;
}

const QUIET: ReplayState = { progress: null, discarded: null };
const state = new Store<ReplayState>(QUIET);

export function replayed(progress: ReplayProgress): void {
  state.set({ ...state.get(), progress: progress.done < progress.total ? progress : null });
}
export function cacheDiscarded(because: CacheDiscarded): void {
  state.set({ ...state.get(), discarded: because });
}
onSessionChange(() => {
  if (currentSession().phase !== 'open') state.set(QUIET);
});
/** Hears when a long replay is over. */
export const onReplayChange = state.subscribe;
export const currentReplay = state.get;

export function useReplay(): ReplayState {
  return useSyncExternalStore(state.subscribe, state.get);
}

// Between "Send" and the hub: ten seconds in which sending can be undone, then sending, then success or a failure that stays in sight.
// What waits here is also kept as an encrypted draft, so that nothing is lost with the page.
import { useSyncExternalStore } from 'react';
import { engine } from '../crypto/engine.ts';
import type { SentView } from '../crypto/compose-api.ts';
import type { Draft } from '../crypto/drafts.ts';
import { currentSession, onSessionChange } from '../session/session.ts';

export const UNDO_MS = 10_000;

export interface Outgoing {
  readonly draft: Draft;
  readonly state: 'waiting' | 'sending' | 'failed';
  readonly failure: unknown;
}

let outgoing: readonly Outgoing[] = [];
const timers = new Map<string, ReturnType<typeof setTimeout>>();
const listeners = new Set<() => void>();
const sentListeners = new Set<(sent: SentView) => void>();

function set(next: readonly Outgoing[]): void {
  outgoing = next;
  for (const listener of listeners) listener();
}
function update(id: string, change: Partial<Outgoing>): void {
  set(outgoing.map((item) => (item.draft.id === id ? { ...item, ...change } : item)));
}

/** Keeps the draft, then sends it after the time to undo. Fails where the draft cannot be kept. */
export async function queue(draft: Draft): Promise<void> {
  await engine.saveDraft(draft);
  set([...outgoing.filter((item) => item.draft.id !== draft.id), { draft, state: 'waiting', failure: null }]);
  timers.set(draft.id, setTimeout(() => void send(draft.id), UNDO_MS));
}

/** Takes it back, if it is not on its way yet; it stays a draft. */
export function undo(id: string): boolean {
  const item = outgoing.find(({ draft }) => draft.id === id);
  if (!item || item.state === 'sending') return false;
  clearTimeout(timers.get(id));
  timers.delete(id);
  set(outgoing.filter(({ draft }) => draft.id !== id));
  return true;
}

/** At once, or again after a failure. The message's id makes sending twice the same as once. */
export async function send(id: string): Promise<void> {
  const item = outgoing.find(({ draft }) => draft.id === id);
  if (!item || item.state === 'sending') return;
  clearTimeout(timers.get(id));
  timers.delete(id);
  update(id, { state: 'sending', failure: null });
  try {
    const sent = await engine.send(item.draft);
    set(outgoing.filter(({ draft }) => draft.id !== id));
    for (const listener of sentListeners) listener(sent);
  } catch (failure) {
    update(id, { state: 'failed', failure });
  }
}

export function onSent(listener: (sent: SentView) => void): () => void {
  sentListeners.add(listener);
  return () => void sentListeners.delete(listener);
}

export function useOutbox(): readonly Outgoing[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => outgoing,
  );
}

// Texts leave memory with the keys; each is still an encrypted draft on this device.
onSessionChange(() => {
  if (currentSession().phase === 'open') return;
  for (const timer of timers.values()) clearTimeout(timer);
  timers.clear();
  set([]);
});

window.addEventListener('beforeunload', (event) => {
  if (outgoing.length > 0) event.preventDefault();
});

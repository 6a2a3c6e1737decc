// Between "Send" and the hub: ten seconds in which sending can be undone, then sending, then success or a failure that stays in sight. What waits
// for a recipient's new keys is tried again by itself. All of it is also kept as an encrypted draft, so that nothing is lost with the page.
import { useSyncExternalStore } from 'react';
import type { WaitingFor } from '#client';
import { engine } from '../crypto/engine.ts';
import type { SentView } from '../crypto/compose-api.ts';
import type { Draft } from '../crypto/drafts.ts';
import { currentSession, onSessionChange } from '../session/session.ts';

export const UNDO_MS = 10_000;
/** How often what waits for keys is tried again; sealed anew each time, to the keys of that moment. */
const HELD_MS = 15_000;

export interface Outgoing {
  readonly draft: Draft;
  readonly state: 'waiting' | 'sending' | 'failed' | 'held';
  readonly failure: unknown;
  /** Whose keys a held message waits for. */
  readonly waitingFor: readonly WaitingFor[];
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
function drop(id: string): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
  set(outgoing.filter(({ draft }) => draft.id !== id));
}
function sendIn(id: string, milliseconds: number): void {
  clearTimeout(timers.get(id));
  timers.set(id, setTimeout(() => void send(id), milliseconds));
}
function add(draft: Draft, state: 'waiting' | 'held'): void {
  set([...outgoing.filter((item) => item.draft.id !== draft.id), { draft, state, failure: null, waitingFor: [] }]);
}

/** Keeps the draft, then sends it after the time to undo. Fails where the draft cannot be kept. */
export async function queue(draft: Draft): Promise<void> {
  await engine.saveDraft(draft);
  add(draft, 'waiting');
  sendIn(draft.id, UNDO_MS);
}

/** Takes it back, if it is not on its way yet; it stays a draft. */
export async function undo(id: string): Promise<boolean> {
  const item = outgoing.find(({ draft }) => draft.id === id);
  if (!item || item.state === 'sending') return false;
  drop(id);
  if (item.state === 'held') await engine.saveDraft({ ...item.draft, queued: null });
  return true;
}

/** At once, or again after a failure. The message's id makes sending twice the same as once. */
export async function send(id: string): Promise<void> {
  const item = outgoing.find(({ draft }) => draft.id === id);
  if (!item || item.state === 'sending') return;
  clearTimeout(timers.get(id));
  const before = item.state;
  update(id, { state: 'sending', failure: null });
  try {
    const outcome = await engine.send(item.draft);
    if (outcome.kind === 'held') {
      update(id, { state: 'held', waitingFor: outcome.waitingFor, draft: { ...item.draft, queued: item.draft.queued ?? new Date().toISOString() } });
      sendIn(id, HELD_MS);
      return;
    }
    drop(id);
    if (outcome.kind === 'sent') for (const listener of sentListeners) listener(outcome);
  } catch (failure) {
    // Locked or offline while it waits: it goes on waiting.
    if (before === 'held' && currentSession().phase !== 'open') update(id, { state: 'held' });
    else update(id, { state: 'failed', failure });
  }
}

/** What was sent before the portal was opened anew, and waits still. */
async function takeUp(): Promise<void> {
  const drafts = await engine.drafts().catch(() => []);
  for (const draft of drafts) {
    if (draft.queued === null || outgoing.some((item) => item.draft.id === draft.id)) continue;
    add(draft, 'held');
    sendIn(draft.id, 0);
  }
  for (const { draft, state } of outgoing) if (state === 'held') sendIn(draft.id, 0);
}

function followSession(): void {
  const { phase } = currentSession();
  if (phase === 'open') void takeUp();
  // Whoever signs in next finds their own.
  if (phase === 'out') for (const { draft } of outgoing) drop(draft.id);
}
onSessionChange(followSession);
followSession();

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
  if (outgoing.some(({ state }) => state !== 'held')) event.preventDefault();
});

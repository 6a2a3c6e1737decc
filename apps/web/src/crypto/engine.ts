// The page's end of the crypto worker: starts it when first needed, tells it of activity, and knows when its keys are gone.
import type { ReplayProgress } from '#client';
import type { SessionEnd } from '#protocol';
import { cacheDiscarded, replayed } from '../session/replay.ts';
import { currentSession, endNamed, left, locked } from '../session/session.ts';
import { Channel, Failure, type Remote } from './channel.ts';
import type { EngineApi } from './engine-api.ts';
import { cryptoWorkerUrl } from './own-scripts.ts';
import { pageApi } from './page-api.ts';
import type { CacheDiscarded } from './trust-memory.ts';

type PageApi = typeof pageApi;
/** How often the worker is told, at most, that somebody is at the keyboard. */
const ACTIVITY_EVERY_MS = 15_000;

let channel: Channel<PageApi, EngineApi> | null = null;
const ends = new WeakMap<Channel<PageApi, EngineApi>, (why: SessionEnd) => void>();
const logListeners = new Set<() => void>();
const progress = new Map<string, (value: number) => void>();

/** Methods of the worker. Every call fails with a Failure, never otherwise. */
export const engine = new Proxy({} as Remote<EngineApi>, {
  get: (_, method: string) => (...values: never[]) => (started().remote as Record<string, (...values: never[]) => Promise<unknown>>)[method]!(...values).catch(noticeEnd),
});

/** Starts the worker ahead of need, so that signing in does not wait for it. */
export function startEngine(): void {
  started();
}

/** Progress from 0 to 1 of the act with this id; returns a function that stops listening. */
export function onProgress(id: string, listener: (value: number) => void): () => void {
  progress.set(id, listener);
  return () => void progress.delete(id);
}

/** Hears when the hub says that the trust log has grown; returns a function that stops listening. */
export function onTrustLog(listener: () => void): () => void {
  logListeners.add(listener);
  return () => void logListeners.delete(listener);
}

function started(): Channel<PageApi, EngineApi> {
  return (channel ??= start());
}

function start(): Channel<PageApi, EngineApi> {
  const worker = new Worker(cryptoWorkerUrl(), { type: 'module', name: 'globe-crypto' });
  const own = new Channel<PageApi, EngineApi>(worker, pageApi, (error) => (error instanceof Failure ? error : new Failure('failed')));
  const drop = (code: 'worker-died' | 'locked') => {
    worker.terminate();
    if (channel === own) channel = null;
    own.abandon(code);
  };
  worker.addEventListener('error', () => {
    drop('worker-died');
    locked('worker-died');
  });
  // First what is on the screen, then the worker with all its memory.
  const end = (why: SessionEnd) => {
    left(why);
    drop('locked');
  };
  ends.set(own, end);
  own.on<SessionEnd>('ended', end);
  own.on<'idle' | 'asked' | 'unreachable'>('locked', (because) => locked(because));
  own.on('trust-log', () => logListeners.forEach((listener) => listener()));
  own.on<ReplayProgress>('replay', replayed);
  own.on<CacheDiscarded>('cache-discarded', cacheDiscarded);
  own.on<{ id: string; value: number }>('progress', ({ id, value }) => progress.get(id)?.(value));
  reportActivity();
  return own;
}

function noticeEnd(failure: Failure): never {
  if (failure.code === 'not-signed-in' && currentSession().phase !== 'out') endHere(endNamed(failure.details.verdict) ?? 'ended');
  throw failure;
}

/** The session is over: screen and worker are cleared, whoever found out. */
export function endHere(why: SessionEnd): void {
  if (channel) ends.get(channel)?.(why);
  else left(why);
}

let reporting = false;
function reportActivity(): void {
  if (reporting) return;
  reporting = true;
  let last = 0;
  const report = () => {
    const now = Date.now();
    if (now - last < ACTIVITY_EVERY_MS || !channel) return;
    last = now;
    void channel.remote.active();
  };
  for (const kind of ['keydown', 'pointerdown', 'wheel', 'touchstart']) window.addEventListener(kind, report, { passive: true, capture: true });
}

// This tab's ear at the hub. One tab of a browser holds the stream (a lock decides which) and the others hear it from there, since a browser opens
// only a few connections to one place; what follows from an event each tab decides for itself. In the worker: timers of pages in the background sleep.
import { askSession, followLive, SILENCE_MS, type HubClient } from '#client';
import { LIVE_BEAT_MS, type LiveEvent, type SessionEnd } from '#protocol';

/** Keys stay in memory this long without a word from the hub. */
export const LOST_MS = 10 * 60 * 1000;
/** These are about the officer, whatever session this browser has by now. */
const FINAL: readonly SessionEnd[] = ['removed', 'suspended', 'rekeyed', 'role-changed'];

export interface LiveHooks {
  /** Once, and nothing after it. */
  ended(why: SessionEnd): void;
  /** The hub was out of reach for LOST_MS. */
  lost(): void;
  trustLog(size: number): void;
}

type Shared = { readonly heard: true } | { readonly event: LiveEvent };

export class LiveTab {
  #officer: string | null = null;
  #stop = new AbortController();
  #channel: BroadcastChannel | null = null;
  #heard = 0;
  #told = 0;
  #asking = false;

  constructor(
    private readonly hub: HubClient,
    private readonly hooks: LiveHooks,
  ) {
    setInterval(() => this.#look(), 1000);
  }

  /** From now on for this officer, who has a session in this browser. */
  watch(officer: string): void {
    if (this.#officer === officer) return;
    this.#over();
    this.#officer = officer;
    this.#heard = Date.now();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    const channel = new BroadcastChannel(`globe-live/${officer}`);
    this.#channel = channel;
    channel.addEventListener('message', ({ data }: MessageEvent<Shared>) => {
      this.#heard = Date.now();
      if ('event' in data) void this.#take(data.event);
    });
    void this.#hold(officer, signal).catch(() => undefined);
  }

  /** Waits for the lock as long as it takes; then the stream is this tab's to hold. */
  async #hold(officer: string, signal: AbortSignal): Promise<void> {
    await navigator.locks.request(`globe-live/${officer}`, { signal }, async () => {
      const listener = {
        heard: () => {
          this.#heard = Date.now();
          if (this.#heard - this.#told < LIVE_BEAT_MS / 2) return;
          this.#told = this.#heard;
          this.#channel?.postMessage({ heard: true } satisfies Shared);
        },
        event: (event: LiveEvent) => {
          this.#channel?.postMessage({ event } satisfies Shared);
          void this.#take(event);
        },
      };
      // A stream ends with its session; this browser may have another by then.
      while (!signal.aborted) if ((await followLive(this.hub, listener, signal)) !== null) await new Promise((resolve) => setTimeout(resolve, 500));
    });
  }

  async #take(event: LiveEvent): Promise<void> {
    if (event.event === 'trust-log') this.hooks.trustLog(event.size);
    else if (event.event === 'session-ended') await this.#mayHaveEnded(event.why);
    else if (event.officer !== this.#officer) this.#end('signed-out');
    else this.hooks.trustLog(event.size);
  }

  async #mayHaveEnded(why: SessionEnd): Promise<void> {
    if (FINAL.includes(why)) return this.#end(why);
    // Not known counts as ended.
    const now = await askSession(this.hub).catch(() => why);
    if (now !== null) this.#end(now);
  }

  /** By the clock: a machine that slept finds out when it wakes. */
  #look(): void {
    if (this.#officer === null || this.#asking) return;
    const silence = Date.now() - this.#heard;
    if (silence > LOST_MS) this.hooks.lost();
    if (silence > SILENCE_MS) void this.#ask();
  }

  async #ask(): Promise<void> {
    this.#asking = true;
    try {
      const why = await askSession(this.hub);
      if (why !== null) this.#end(why);
      else this.#heard = Date.now();
    } catch {
      // Out of reach. Asked again in a second.
    } finally {
      this.#asking = false;
    }
  }

  #end(why: SessionEnd): void {
    if (this.#officer === null) return;
    this.#over();
    this.hooks.ended(why);
  }

  #over(): void {
    this.#officer = null;
    this.#stop.abort();
    this.#channel?.close();
    this.#channel = null;
  }
}

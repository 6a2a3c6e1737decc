// Follows the hub's event stream for one session, through lost connections, until the session is over or the caller stops.
import { identityRoutes, LIVE_BEAT_MS, liveRoutes, SessionEnd, type LiveEvent } from '#protocol';
import { HubProblem, type HubClient } from '../http.ts';
import { eventReader } from './read-events.ts';

/** Who hears nothing for this long does not know how things stand, and asks. */
export const SILENCE_MS = 3 * LIVE_BEAT_MS;
const PAUSES_MS = [250, 500, 1000, 2000, 5000, 10_000];

export interface LiveListener {
  /** Anything at all came from the hub: it is there, and the session lives. */
  heard(): void;
  event(event: LiveEvent): void;
}

/** Resolves when the session is over, with the reason, which `event` was told too; null: the caller stopped. */
export async function followLive(hub: HubClient, { heard, event }: LiveListener, stop: AbortSignal): Promise<SessionEnd | null> {
  for (let failures = 0; !stop.aborted; failures++) {
    const silence = new Silence();
    try {
      const stream = await hub.open(liveRoutes.live, AbortSignal.any([stop, silence.signal]));
      for await (const next of eventsOf(stream, () => {
        failures = 0;
        silence.broken();
        heard();
      })) {
        event(next);
        if (next.event === 'session-ended') return next.why;
      }
    } catch (error) {
      const why = readSessionEnd(error);
      if (why !== null) {
        event({ event: 'session-ended', why });
        return why;
      }
    } finally {
      silence.over();
    }
    await pause(PAUSES_MS[Math.min(failures, PAUSES_MS.length - 1)]!, stop);
  }
  return null;
}

/** Why the session is over, if that is what a refusal says; else null. */
export function readSessionEnd(error: unknown): SessionEnd | null {
  if (!(error instanceof HubProblem) || error.code !== 'not-signed-in') return null;
  const why = SessionEnd.safeParse(error.details.verdict);
  return why.success ? why.data : 'ended';
}

/** Whether the session lives, asked now: null if it does, or why not. Throws HubProblem when the hub cannot be asked. */
export async function askSession(hub: HubClient): Promise<SessionEnd | null> {
  try {
    await hub.call(identityRoutes.session);
    return null;
  } catch (error) {
    const why = readSessionEnd(error);
    if (why === null) throw error;
    return why;
  }
}

async function* eventsOf(stream: ReadableStream<Uint8Array>, heard: () => void): AsyncGenerator<LiveEvent> {
  const source = stream.getReader();
  const reader = eventReader();
  try {
    for (let part = await source.read(); !part.done; part = await source.read()) {
      heard();
      yield* reader.take(part.value);
    }
  } finally {
    await source.cancel().catch(() => undefined);
  }
}

/** Aborts a stream on which nothing comes any more: a connection can die without a word. */
class Silence {
  readonly #controller = new AbortController();
  #timer = this.#wait();

  get signal(): AbortSignal {
    return this.#controller.signal;
  }
  broken(): void {
    this.over();
    this.#timer = this.#wait();
  }
  over(): void {
    clearTimeout(this.#timer);
  }
  #wait(): ReturnType<typeof setTimeout> {
    return setTimeout(() => this.#controller.abort(), SILENCE_MS);
  }
}

function pause(milliseconds: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    stop.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}

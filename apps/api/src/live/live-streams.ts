// All event streams of this process: whose they are, and what each of them is told.
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { LIVE_BEAT_MS, Problem } from '#protocol';
import { OpenWork } from '../platform/open-work.ts';
import type { Principal } from '../platform/request-context.ts';
import { RunningRequests } from '../platform/running-requests.ts';
import { EventStream } from './event-stream.ts';

/** One for each browser would do: its tabs share it. The oldest makes room. */
const STREAMS_OF_A_SESSION = 6;

@Injectable()
export class LiveStreams implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly streams = new Map<EventStream, Principal>();
  private timer: NodeJS.Timeout | undefined;
  private closing = false;

  constructor(
    private readonly work: OpenWork,
    private readonly running: RunningRequests,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      for (const stream of this.streams.keys()) stream.beat();
    }, LIVE_BEAT_MS);
    this.timer.unref();
  }

  /** An open stream would keep the server from closing. */
  onModuleDestroy(): void {
    this.closing = true;
    clearInterval(this.timer);
    for (const stream of this.streams.keys()) stream.end();
  }

  /** Takes the reply over. */
  add(principal: Principal, reply: FastifyReply): EventStream {
    if (this.closing) throw new Problem('unavailable', { retryAfter: 2 });
    const same = [...this.streams].filter(([, { session }]) => session === principal.session);
    for (const [stream] of same.slice(0, Math.max(0, same.length + 1 - STREAMS_OF_A_SESSION))) stream.end();
    this.running.leave(reply.request);
    const stream = new EventStream(reply);
    this.streams.set(stream, principal);
    const over = this.work.begin(principal.session, (why) => stream.end({ event: 'session-ended', why }));
    stream.onClose(() => {
      over();
      this.streams.delete(stream);
    });
    return stream;
  }

  grown(size: number): void {
    for (const stream of this.streams.keys()) stream.send({ event: 'trust-log', size });
  }
}

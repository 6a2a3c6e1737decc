// A request under way when its session ends: bodies on their way in or out are cut, what was being read is not answered any more.
// Writes that were taken are answered: they did happen, and one of them may be what ended the session.
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem, type SessionEnd } from '#protocol';
import { OpenWork } from './open-work.ts';
import { answerBody } from './problem-filter.ts';

@Injectable()
export class RunningRequests {
  private readonly ended = new WeakMap<FastifyRequest['raw'], SessionEnd>();
  private readonly watched = new WeakMap<FastifyRequest['raw'], () => void>();

  constructor(private readonly work: OpenWork) {}

  /** From the moment that the caller is known. Watching twice is watching once. */
  watch(session: string, { raw: incoming }: FastifyRequest, { raw: outgoing }: FastifyReply): void {
    if (this.watched.has(incoming)) return;
    const over = this.work.begin(session, (why) => {
      this.ended.set(incoming, why);
      const underWay = !incoming.complete || (outgoing.headersSent && !outgoing.writableFinished);
      // A reset also drops what the kernel still holds for the other side.
      if (underWay) incoming.socket.resetAndDestroy();
    });
    this.watched.set(incoming, over);
    outgoing.once('close', over);
  }

  /** Whoever took the reply over ends it in their own way. */
  leave({ raw }: FastifyRequest): void {
    this.watched.get(raw)?.();
  }

  /** For Fastify's onSend: what is sent instead of `payload`. */
  answer(request: FastifyRequest, reply: FastifyReply, payload: unknown): unknown {
    const why = this.ended.get(request.raw);
    if (why === undefined || request.method !== 'GET' || reply.statusCode >= 400) return payload;
    return answerBody(new Problem('not-signed-in', { verdict: why }), reply);
  }
}

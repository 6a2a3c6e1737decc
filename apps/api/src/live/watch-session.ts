import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { liveRoutes } from '#protocol';
import { requireAccess } from '../platform/access-guard.ts';
import { Clock } from '../platform/clock.ts';
import { currentContext } from '../platform/request-context.ts';
import { CutOff } from './cut-off.ts';
import { FollowTrustLog } from './follow-trust-log.ts';
import { LiveStreams } from './live-streams.ts';

/** Opens an event stream for the caller's session. It says nothing of content, so that opening it is no act of reading. */
@Injectable()
export class WatchSession {
  constructor(
    private readonly streams: LiveStreams,
    private readonly log: FollowTrustLog,
    private readonly cutOff: CutOff,
    private readonly clock: Clock,
  ) {}

  async execute(reply: FastifyReply): Promise<void> {
    const { principal } = currentContext();
    requireAccess(liveRoutes.live.access, principal, this.clock.now());
    const stream = this.streams.add(principal, reply);
    stream.send({ event: 'hello', officer: principal.officer, session: principal.session, size: this.log.size });
    // Between the guard's look-up and now the session may have ended.
    await this.cutOff.look([principal.session]);
  }
}

import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { liveRoutes } from '#protocol';
import { Handles } from '../platform/handles.ts';
import { WatchSession } from './watch-session.ts';

@Controller()
export class LiveController {
  constructor(private readonly watch: WatchSession) {}

  @Handles(liveRoutes.live)
  live(@Res() reply: FastifyReply): Promise<void> {
    return this.watch.execute(reply);
  }
}

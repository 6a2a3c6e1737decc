import { Inject, Injectable } from '@nestjs/common';
import { noticesRoutes, type RouteAnswer } from '#protocol';
import { requireAccess } from '../platform/access-guard.ts';
import { Clock } from '../platform/clock.ts';
import { CONFIG, type Config } from '../platform/config.ts';
import { Database } from '../platform/database.ts';
import { currentContext } from '../platform/request-context.ts';
import { NoticeRepository } from './notice.repository.ts';

/** The caller's own notices that were kept because no mail server is configured. */
@Injectable()
export class ShowSpool {
  constructor(
    private readonly database: Database,
    private readonly notices: NoticeRepository,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async execute(limit: number): Promise<RouteAnswer<typeof noticesRoutes.spool>> {
    requireAccess(noticesRoutes.spool.access, currentContext().principal, this.clock.now());
    return { mailed: this.config.smtpUrl !== null, items: await this.database.transaction((tx) => this.notices.spooled(tx, limit)) };
  }
}

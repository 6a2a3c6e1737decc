// A member's threads and what the server knows of their messages.
import { Injectable } from '@nestjs/common';
import { messagingRoutes, Problem, type RouteAnswer, UuidV7 } from '#protocol';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { requireMember } from './caller.ts';
import { MessageRepository } from './message.repository.ts';
import { RecordLook } from './record-look.ts';
import { ThreadRepository, type ThreadCursor } from './thread.repository.ts';

@Injectable()
export class ReadThreads {
  constructor(
    private readonly database: Database,
    private readonly threads: ThreadRepository,
    private readonly messages: MessageRepository,
    private readonly look: RecordLook,
    private readonly clock: Clock,
  ) {}

  async list({ cursor, limit }: { cursor?: string | undefined; limit: number }): Promise<RouteAnswer<typeof messagingRoutes.listThreads>> {
    const caller = requireMember(messagingRoutes.listThreads.access, this.clock);
    const from = cursor === undefined ? null : readCursor(cursor);
    const threads = await this.database.transaction(async (tx) => {
      const page = await this.threads.list(tx, caller, from, limit);
      await this.look.list(tx, caller.officer, cursor ?? '', page);
      return page;
    });
    const last = threads.at(-1);
    return { threads, next: last && threads.length === limit ? `${last.activity}_${last.id}` : null };
  }

  /** Throws Problem('not-found'). */
  async read(id: string, { after, limit }: { after: number; limit: number }): Promise<RouteAnswer<typeof messagingRoutes.readThread>> {
    const caller = requireMember(messagingRoutes.readThread.access, this.clock);
    return this.database.transaction(async (tx) => {
      const thread = await this.threads.find(tx, caller.officer, id);
      if (!thread) throw new Problem('not-found');
      await this.look.thread(tx, caller.officer, thread);
      const messages = await this.messages.list(tx, id, after, limit);
      const next = messages.length === limit ? messages.at(-1)!.position : null;
      return { thread, messages, next };
    });
  }
}

function readCursor(text: string): ThreadCursor {
  const [time = '', thread = ''] = text.split('_');
  const activity = new Date(time);
  if (Number.isNaN(activity.getTime()) || activity.toISOString() !== time || !UuidV7.safeParse(thread).success) {
    throw new Problem('bad-request', { fields: [{ path: 'query.cursor', reason: 'not a cursor that this list gave' }] });
  }
  return { activity, thread };
}

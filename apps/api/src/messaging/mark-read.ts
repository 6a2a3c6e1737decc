// How far an officer has read in a thread: their own mark, moved forward only.
import { Injectable } from '@nestjs/common';
import { messagingRoutes, Problem } from '#protocol';
import { AuditLog } from '../audit/audit.port.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { requireMember } from './caller.ts';
import { ThreadRepository } from './thread.repository.ts';

@Injectable()
export class MarkRead {
  constructor(
    private readonly database: Database,
    private readonly threads: ThreadRepository,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Throws Problem('not-found'). A mark that does not move is no act. */
  async execute(thread: string, position: number): Promise<void> {
    const caller = requireMember(messagingRoutes.markRead.access, this.clock);
    await this.database.transaction(async (tx) => {
      if (!(await this.threads.membersOf(tx, thread))) throw new Problem('not-found');
      const moved = await this.threads.markRead(tx, caller.officer, thread, position);
      if (moved !== null) await this.audit.record(tx, { action: 'thread.read', object: { kind: 'thread', id: thread }, details: { position: moved } });
    });
  }
}

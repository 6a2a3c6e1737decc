import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { directoryConfirmationRoutes, Problem, type RouteAnswer, type RouteInput } from '#protocol';
import { AuditLog } from '../../audit/audit.port.ts';
import { requireAccess } from '../../platform/access-guard.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database.ts';
import { currentContext } from '../../platform/request-context.ts';
import { OwnAuthority } from '../own-authority.ts';
import { dueAfter } from './confirmation-cycle.ts';

type Route = typeof directoryConfirmationRoutes.confirmEntry;

/** A security officer says that the entry of their own authority is true as it stands. It has to be said again after a year. */
@Injectable()
export class ConfirmEntry {
  constructor(
    private readonly database: Database,
    private readonly own: OwnAuthority,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Throws Problem('not-allowed') for another authority's entry, 'conflict' when it is not in the version that was seen. */
  async execute(authority: string, { version }: RouteInput<Route>['body']): Promise<RouteAnswer<Route>> {
    const { principal } = currentContext();
    const now = this.clock.now();
    requireAccess(directoryConfirmationRoutes.confirmEntry.access, principal, now);
    if ((await this.own.of(principal)) !== authority) throw new Problem('not-allowed');
    const due = dueAfter(now);
    await this.database.transaction(async (tx) => {
      await this.own.enter(tx, authority);
      const [entry] = await tx.query<{ version: number }>('SELECT version FROM authority WHERE id = $1', [authority]);
      if (entry === undefined) throw new Problem('not-found');
      if (entry.version !== version) throw new Problem('conflict');
      await tx.query('INSERT INTO entry_confirmation (id, authority, version, at, officer, member, due) VALUES ($1, $2, $3, $4, $5, $6, $7)', [
        randomUUID(), authority, version, now, principal.officer, principal.member, due,
      ]);
      await this.audit.record(tx, { action: 'directory.confirm', object: { kind: 'authority', id: authority }, details: { version } });
    });
    return { confirmed: now.toISOString(), due: due.toISOString() };
  }
}

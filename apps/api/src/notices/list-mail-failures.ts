import { Injectable } from '@nestjs/common';
import { noticesRoutes, Problem, type RouteAnswer } from '#protocol';
import { AuditLog } from '../audit/audit.port.ts';
import { requireAccess } from '../platform/access-guard.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { currentContext } from '../platform/request-context.ts';
import { FailingMail } from './failing-mail.ts';
import { troubleOf } from './own-notices.ts';

/** Officers of a member whom mail does not reach, for its security officers. */
@Injectable()
export class ListMailFailures {
  constructor(
    private readonly failing: FailingMail,
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Throws Problem('not-found') for another member's. */
  async execute(member: string): Promise<RouteAnswer<typeof noticesRoutes.failures>> {
    const { principal } = currentContext();
    requireAccess(noticesRoutes.failures.access, principal, this.clock.now());
    if (principal.member !== member) throw new Problem('not-found');
    const rows = await this.failing.ofMember(member);
    await this.database.transaction((tx) => this.audit.record(tx, { action: 'notices.failures', object: { kind: 'member', id: member }, details: { officers: rows.length } }));
    return { items: rows.map((row) => ({ officer: row.officer, ...troubleOf(row) })) };
  }
}

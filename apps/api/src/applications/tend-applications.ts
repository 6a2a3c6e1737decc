// The worker's care of applications: drafts that nobody touched go, open ones on which nobody acts end, their secretariat is reminded before,
// and the sealed parts of closed ones are erased.
import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit/audit.port.ts';
import { Database } from '../platform/database.ts';
import { Outbox } from '../platform/outbox.ts';
import { ApplicationTimes } from './application-times.ts';
import { IdleApplications } from './idle-applications.ts';

/** At one go: the rest is a minute later. */
const BATCH = 100;

@Injectable()
export class TendApplications {
  constructor(
    private readonly database: Database,
    private readonly idle: IdleApplications,
    private readonly times: ApplicationTimes,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
  ) {}

  async execute(): Promise<void> {
    const limits = this.times.limits();
    const nobody = { officer: null, member: null };
    await this.database.transaction(async (tx) => {
      for (const id of await this.idle.end(tx, limits.end, BATCH)) {
        await this.audit.record(tx, { action: 'application.expire', object: { kind: 'application', id }, details: {}, actor: nobody });
        await this.outbox.put(tx, 'application.changed', { application: id });
      }
      for (const { id, state } of await this.idle.remind(tx, limits.remind, BATCH)) {
        await this.audit.record(tx, { action: 'application.remind', object: { kind: 'application', id }, details: {}, actor: nobody });
        // Who has to act next: the applicant after a return, the secretariat else.
        await this.outbox.put(tx, state === 'returned' ? 'application.changed' : 'application.waits', { application: id });
      }
      for (const id of [...(await this.idle.dropDrafts(tx, limits.draft, BATCH)), ...(await this.idle.erase(tx, limits.erase, BATCH))]) {
        await this.audit.record(tx, { action: 'application.erase', object: { kind: 'application', id }, details: {}, actor: nobody });
      }
    }, 'system');
  }
}

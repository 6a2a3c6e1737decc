import { Injectable } from '@nestjs/common';
import { applicationRoutes as routes, OPEN_STATES, type ApplicationDetail, type RouteInput } from '#protocol';
import { AuditLog } from '../audit/audit.port.ts';
import { Clock } from '../platform/clock.ts';
import { Outbox } from '../platform/outbox.ts';
import { requireSecretariat } from './require-secretariat.ts';
import { WorkOnApplication } from './work-on-application.ts';

/** Returned to be completed, or refused; admitting is a statement of the trust log and not decided here. */
@Injectable()
export class DecideApplication {
  constructor(
    private readonly clock: Clock,
    private readonly work: WorkOnApplication,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
  ) {}

  /** Throws Problem('not-found'), 'gone' when it was decided before. */
  async execute(application: string, { decision, reason, note }: RouteInput<typeof routes.decideApplication>['body']): Promise<ApplicationDetail> {
    const caller = requireSecretariat(routes.decideApplication, this.clock.now());
    return this.work.on(application, decision === 'returned' ? ['received', 'checking'] : OPEN_STATES, async (tx, { id }) => {
      await this.work.moveTo(tx, id, { state: decision, reason, note: note === null ? null : Buffer.from(note, 'base64url'), officer: caller.officer });
      await this.audit.record(tx, { action: 'application.decide', object: { kind: 'application', id }, details: { decision, reason } });
      await this.outbox.put(tx, 'application.changed', { application: id });
    });
  }
}

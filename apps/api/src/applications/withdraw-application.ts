import { Injectable } from '@nestjs/common';
import { Problem } from '#protocol';
import { AuditLog } from '../audit/audit.port.ts';
import { Outbox } from '../platform/outbox.ts';
import { ApplicantAccess } from './applicant-access.ts';
import { ApplicationRepository } from './application.repository.ts';
import { DraftRepository } from './draft.repository.ts';

/** By its applicant. A draft is deleted with everything in it; what was submitted stays on record as withdrawn. */
@Injectable()
export class WithdrawApplication {
  constructor(
    private readonly access: ApplicantAccess,
    private readonly applications: ApplicationRepository,
    private readonly drafts: DraftRepository,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
  ) {}

  /** Again: nothing more happens. Throws Problem('not-found'), 'gone' once it was decided or has ended. */
  async execute({ application: id, access }: { application: string; access: string }): Promise<void> {
    await this.access.within(access, id, async (tx, application) => {
      if (application === null) throw new Problem('not-found');
      if (application.state === 'withdrawn') return;
      const object = { kind: 'application', id } as const;
      if (application.state === 'draft') {
        await this.applications.remove(tx, id);
      } else {
        if (application.state !== 'received' && application.state !== 'checking' && application.state !== 'returned') throw new Problem('gone');
        await this.applications.moveTo(tx, id, { state: 'withdrawn', reason: null, note: null, officer: null });
        await this.drafts.forget(tx, id);
        await this.outbox.put(tx, 'application.changed', { application: id });
      }
      await this.audit.record(tx, { action: 'application.withdraw', object, details: {} });
    });
  }
}

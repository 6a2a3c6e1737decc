import { Injectable } from '@nestjs/common';
import { applicationRoutes as routes, Problem, type ApplicationDetail } from '#protocol';
import { AuditLog } from '../audit/audit.port.ts';
import { ApplyingAuthority } from './applying-authority.ts';
import { CheckRepository, counting } from './check.repository.ts';
import { requireSecretariat } from './require-secretariat.ts';
import { WorkOnApplication } from './work-on-application.ts';

/** Which entry of the directory applies: for a body that was described in words, or the wrong entry chosen. */
@Injectable()
export class LinkAuthority {
  constructor(
    private readonly work: WorkOnApplication,
    private readonly authority: ApplyingAuthority,
    private readonly checks: CheckRepository,
    private readonly audit: AuditLog,
  ) {}

  /** Throws Problem('not-found' | 'gone' | 'bad-request'); 'already-done' for a member, and once founders of another authority were proved. */
  async execute(application: string, authority: string): Promise<ApplicationDetail> {
    requireSecretariat(routes.linkAuthority);
    return this.work.on(application, ['received', 'checking'], async (tx, found) => {
      if (found.authority === authority) return;
      await this.authority.require(tx, authority, found.country!);
      const proved = counting(await this.checks.of(tx, [found.id]), found).some(({ certificates }) => certificates.length > 0);
      if (proved) throw new Problem('already-done');
      await this.work.link(tx, found.id, authority);
      await this.audit.record(tx, { action: 'application.link', object: { kind: 'application', id: found.id }, details: { authority } });
    });
  }
}

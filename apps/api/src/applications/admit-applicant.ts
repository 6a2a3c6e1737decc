// The port Admissions: what an admission needs of the authority's application, and what it does to it.
import { Injectable } from '@nestjs/common';
import { Problem, type StatementOf } from '#protocol';
import { AuditLog } from '../audit/audit.port.ts';
import { Outbox } from '../platform/outbox.ts';
import type { Tx } from '../platform/database.ts';
import { ApplicationRepository, type Application } from './application.repository.ts';
import { Admissions } from './applications.port.ts';
import { CheckRepository, counting } from './check.repository.ts';
import { isReady } from './checklist.policy.ts';
import { DraftRepository } from './draft.repository.ts';

@Injectable()
export class AdmitApplicant extends Admissions {
  constructor(
    private readonly applications: ApplicationRepository,
    private readonly checks: CheckRepository,
    private readonly drafts: DraftRepository,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
  ) {
    super();
  }

  override async proposed(tx: Tx, { body }: StatementOf<'member.admit'>, proposal: string): Promise<void> {
    const application = await this.applications.newestOf(tx, body.authority);
    if (application === null) return;
    const founders = body.securityOfficers.map(({ certificate }) => certificate);
    if (!(await this.isReady(tx, application, founders))) throw new Problem('checklist-incomplete');
    if (application.proposal === proposal) return;
    await this.applications.refer(tx, application.id, proposal);
    await this.audit.record(tx, { action: 'application.propose', object: { kind: 'application', id: application.id }, details: { proposal } });
  }

  override async admitted(tx: Tx, { subject, body }: StatementOf<'member.admit'>): Promise<void> {
    const application = await this.applications.newestOf(tx, body.authority);
    if (application === null) return;
    const { id } = application;
    await this.applications.moveTo(tx, id, { state: 'admitted', reason: null, note: null, officer: null });
    await this.drafts.forget(tx, id);
    await this.audit.record(tx, { action: 'application.admit', object: { kind: 'application', id }, details: { member: subject } });
    await this.outbox.put(tx, 'application.changed', { application: id });
  }

  override async applying(tx: Tx, authorities: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set(await this.applications.openOf(tx, authorities));
  }

  private async isReady(tx: Tx, application: Application, founders: readonly string[]): Promise<boolean> {
    if (application.state !== 'checking' || application.checklist === null) return false;
    return isReady(application.checklist.steps, counting(await this.checks.of(tx, [application.id]), application), founders);
  }
}

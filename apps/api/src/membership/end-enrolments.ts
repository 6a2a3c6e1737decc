// Who enrolled and was not admitted in time has no account any more; their card goes with it (`erase-cards.ts`).
import { Injectable } from '@nestjs/common';
import { TrustAt } from '#trust';
import { Admissions } from '../applications/applications.port.ts';
import { AuditLog } from '../audit/audit.port.ts';
import { Accounts } from '../identity/identity.port.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { LiveTrust } from './live-trust.ts';
import { ProposalRepository } from './proposal.repository.ts';
import { pinnedCertificates } from './statement-contents.ts';
import { waitingKeys } from './waiting-keys.ts';

/** From enrolment on. A founder's lasts at least as long as their authority's application is open. */
const ENROLMENT_MS = 90 * 24 * 3600 * 1000;

@Injectable()
export class EnrolmentStores {
  constructor(
    readonly accounts: Accounts,
    readonly proposals: ProposalRepository,
    readonly admissions: Admissions,
  ) {}
}

@Injectable()
export class EndEnrolments {
  constructor(
    private readonly database: Database,
    private readonly live: LiveTrust,
    private readonly stores: EnrolmentStores,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** May be called by any number of workers: the trust log is locked, so that nobody is proposed or admitted whose account goes. */
  async execute(): Promise<void> {
    const { accounts, proposals, admissions } = this.stores;
    await this.database.transaction(async (tx) => {
      const view = new TrustAt(await this.live.lockedIn(tx));
      const named = new Set([...waitingKeys(view).map(({ certificate }) => certificate), ...(await proposals.waiting(tx)).flatMap(pinnedCertificates)]);
      const old = await accounts.enrolledBefore(tx, new Date(this.clock.now().getTime() - ENROLMENT_MS));
      const unadmitted = old.filter(({ certificate }) => view.officerByCertificate(certificate) === null && !named.has(certificate));
      const applying = await admissions.applying(tx, unadmitted.flatMap(({ authority }) => authority ?? []));
      for (const { officer, certificate, member, authority } of unadmitted) {
        if (authority !== null && applying.has(authority)) continue;
        const sessions = await accounts.abandon(tx, officer, certificate);
        await this.audit.record(tx, { action: 'enrolment.end', object: { kind: 'officer', id: officer }, details: { certificate, sessions }, actor: { officer: null, member } });
      }
    }, 'system');
  }
}

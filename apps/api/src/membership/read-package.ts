// The caller's own sealed package of one of their member's epochs.
import { Injectable } from '@nestjs/common';
import { membershipRoutes, Problem, type Bytes } from '#protocol';
import { TrustAt } from '#trust';
import { AuditLog } from '../audit/audit.port.ts';
import { requireAccess } from '../platform/access-guard.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { currentContext } from '../platform/request-context.ts';
import { EpochPackageRepository } from './epoch-package.repository.ts';
import { LiveTrust } from './live-trust.ts';

@Injectable()
export class ReadPackage {
  constructor(
    private readonly database: Database,
    private readonly live: LiveTrust,
    private readonly packages: EpochPackageRepository,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** The one that the log pins, of an epoch that is current, past or waits for confirmation. Throws Problem('not-found'). */
  async execute(epoch: string): Promise<Bytes> {
    const { principal } = currentContext();
    requireAccess(membershipRoutes.epochPackage.access, principal, this.clock.now());
    const pinned = new TrustAt(await this.live.newest()).epoch(principal.member ?? '', epoch)?.packages.get(principal.officer)?.package;
    if (pinned === undefined) throw new Problem('not-found');
    return this.database.transaction(async (tx) => {
      const sealed = await this.packages.read(tx, epoch, principal.officer, pinned);
      if (sealed === null) throw new Problem('not-found');
      await this.audit.record(tx, { action: 'package.read', object: { kind: 'epoch', id: epoch }, details: { epoch } });
      return sealed;
    });
  }
}

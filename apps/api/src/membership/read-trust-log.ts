// The trust log as clients replay it: leaf bytes in order, and the certificates that entries name.
import { Injectable } from '@nestjs/common';
import { membershipRoutes, toBase64Url, type RouteAnswer } from '#protocol';
import { requireAccess } from '../platform/access-guard.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { currentContext } from '../platform/request-context.ts';
import { CertificateRepository } from './certificate.repository.ts';
import { LiveTrust } from './live-trust.ts';
import { TrustLogRepository } from './trust-log.repository.ts';

@Injectable()
export class ReadTrustLog {
  constructor(
    private readonly database: Database,
    private readonly live: LiveTrust,
    private readonly log: TrustLogRepository,
    private readonly certificates: CertificateRepository,
    private readonly clock: Clock,
  ) {}

  async entries({ from, limit }: { from: number; limit: number }): Promise<RouteAnswer<typeof membershipRoutes.trustEntries>> {
    requireAccess(membershipRoutes.trustEntries.access, currentContext().principal, this.clock.now());
    const { tree } = await this.live.newest();
    const entries = await this.database.transaction((tx) => this.log.entries(tx, from, limit));
    return { size: Math.max(tree.range.size, from + entries.length), entries: entries.map(toBase64Url) };
  }

  async certificatesOf(hashes: readonly string[]): Promise<RouteAnswer<typeof membershipRoutes.certificates>> {
    requireAccess(membershipRoutes.certificates.access, currentContext().principal, this.clock.now());
    const found = await this.database.transaction((tx) => this.certificates.read(tx, hashes));
    return { certificates: [...found].map(([hash, certificate]) => ({ hash, certificate: toBase64Url(certificate) })) };
  }
}

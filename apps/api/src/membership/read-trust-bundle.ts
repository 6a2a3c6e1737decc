// Leaves of the trust log by the thousand, for clients that replay it from the beginning. Full bundles never change, so each is
// packed and compressed once in a process.
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { BUNDLE_WIDTH, membershipRoutes, packLeaves } from '#protocol';
import { requireAccess } from '../platform/access-guard.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { currentContext } from '../platform/request-context.ts';
import { TrustLogRepository } from './trust-log.repository.ts';

const compress = promisify(gzip);
/** Compressed bundles kept, some 400 KB each: the log of ten years. */
const KEPT = 100;

@Injectable()
export class ReadTrustBundle {
  /** Oldest first. */
  private readonly full = new Map<number, Promise<Buffer>>();

  constructor(
    private readonly database: Database,
    private readonly log: TrustLogRepository,
    private readonly clock: Clock,
  ) {}

  /** As packLeaves writes them; empty beyond the log's end. */
  async plain(bundle: number): Promise<Buffer> {
    requireAccess(membershipRoutes.trustBundle.access, currentContext().principal, this.clock.now());
    return Buffer.from((await this.read(bundle)).packed);
  }

  async compressed(bundle: number): Promise<Buffer> {
    requireAccess(membershipRoutes.trustBundle.access, currentContext().principal, this.clock.now());
    const known = this.full.get(bundle);
    if (known !== undefined) return known;
    const { packed, count } = await this.read(bundle);
    const made = compress(packed, { level: 6 });
    if (count === BUNDLE_WIDTH) this.keep(bundle, made);
    return made;
  }

  private async read(bundle: number): Promise<{ packed: Uint8Array; count: number }> {
    const leaves = await this.database.transaction((tx) => this.log.entries(tx, bundle * BUNDLE_WIDTH, BUNDLE_WIDTH));
    return { packed: packLeaves(leaves), count: leaves.length };
  }

  private keep(bundle: number, made: Promise<Buffer>): void {
    if (this.full.size >= KEPT) this.full.delete(this.full.keys().next().value!);
    this.full.set(bundle, made);
    made.catch(() => this.full.delete(bundle));
  }
}

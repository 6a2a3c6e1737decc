// Leaves of the trust log by the thousand, for clients that replay it from the beginning. Full bundles never change, so each is
// packed and compressed once in a process.
import { promisify } from 'node:util';
import { constants, gzip, zstdCompress } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { BUNDLE_WIDTH, membershipRoutes } from '#protocol';
import { requireAccess } from '../platform/access-guard.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { currentContext } from '../platform/request-context.ts';
import { TrustLogRepository } from './trust-log.repository.ts';

/** Content codings (RFC 9110, section 8.4.1; zstd: RFC 8878), the quickest first. Most of a leaf is hashes and signatures: more effort makes nothing smaller. */
const CODINGS = {
  zstd: (bytes: Uint8Array) => promisify(zstdCompress)(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 1 } }),
  gzip: (bytes: Uint8Array) => promisify(gzip)(bytes, { level: 1 }),
} as const;
type Coding = keyof typeof CODINGS;
/** Compressed bundles kept, some 430 KB each: the log of ten years, in two codings. */
const KEPT = 200;

export interface TrustBundle {
  /** As packLeaves writes them, in this coding; no leaves beyond the log's end. */
  readonly bytes: Uint8Array;
  readonly coding: Coding | null;
}

@Injectable()
export class ReadTrustBundle {
  /** Oldest first. */
  private readonly full = new Map<string, Promise<Uint8Array>>();

  constructor(
    private readonly database: Database,
    private readonly log: TrustLogRepository,
    private readonly clock: Clock,
  ) {}

  /** `accepted`: the request's Accept-Encoding. */
  async execute(bundle: number, accepted: string): Promise<TrustBundle> {
    requireAccess(membershipRoutes.trustBundle.access, currentContext().principal, this.clock.now());
    const coding = (Object.keys(CODINGS) as Coding[]).find((name) => new RegExp(`\\b${name}\\b(?!\\s*;\\s*q=0(\\.0+)?\\s*(,|$))`).test(accepted)) ?? null;
    const name = `${coding} ${bundle}`;
    const known = this.full.get(name);
    if (known !== undefined) return { bytes: await known, coding };
    const { packed, count } = await this.database.transaction((tx) => this.log.packed(tx, bundle * BUNDLE_WIDTH, BUNDLE_WIDTH));
    if (coding === null) return { bytes: packed, coding };
    const made = CODINGS[coding](packed);
    if (count === BUNDLE_WIDTH) this.keep(name, made);
    return { bytes: await made, coding };
  }

  private keep(name: string, made: Promise<Uint8Array>): void {
    if (this.full.size >= KEPT) this.full.delete(this.full.keys().next().value!);
    this.full.set(name, made);
    made.catch(() => this.full.delete(name));
  }
}

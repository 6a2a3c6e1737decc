// Leaves of the trust log by the thousand, for clients that replay it from the beginning. Full bundles never change, so each is
// packed and compressed once in a process: in advance, because a client asks for all of them and waits.
import { promisify } from 'node:util';
import { constants, gzip, zstdCompress } from 'node:zlib';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
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
export class ReadTrustBundle implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(ReadTrustBundle.name);
  private preparing: Promise<void> = Promise.resolve();
  private ended = false;
  /** Oldest first. */
  private readonly full = new Map<string, Promise<Uint8Array>>();

  constructor(
    private readonly database: Database,
    private readonly log: TrustLogRepository,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.preparing = this.prepare().catch((error: unknown) => this.logger.warn({ err: error }, 'bundles are not prepared: each is made when it is asked for'));
  }

  async onModuleDestroy(): Promise<void> {
    this.ended = true;
    await this.preparing;
  }

  /** One after the other, in the coding that browsers accept. Those that fill up later are made when they are asked for. */
  private async prepare(): Promise<void> {
    for (let bundle = 0; !this.ended; bundle++) {
      const { count } = await this.coded(bundle, 'zstd');
      if (count < BUNDLE_WIDTH) return;
    }
  }

  /** `accepted`: the request's Accept-Encoding. */
  async execute(bundle: number, accepted: string): Promise<TrustBundle> {
    requireAccess(membershipRoutes.trustBundle.access, currentContext().principal, this.clock.now());
    const coding = (Object.keys(CODINGS) as Coding[]).find((name) => new RegExp(`\\b${name}\\b(?!\\s*;\\s*q=0(\\.0+)?\\s*(,|$))`).test(accepted)) ?? null;
    return { bytes: (await this.coded(bundle, coding)).bytes, coding };
  }

  private async coded(bundle: number, coding: Coding | null): Promise<{ bytes: Uint8Array; count: number }> {
    const name = `${coding} ${bundle}`;
    const known = this.full.get(name);
    if (known !== undefined) return { bytes: await known, count: BUNDLE_WIDTH };
    const { packed, count } = await this.database.transaction((tx) => this.log.packed(tx, bundle * BUNDLE_WIDTH, BUNDLE_WIDTH), 'system');
    if (coding === null) return { bytes: packed, count };
    const made = CODINGS[coding](packed);
    if (count === BUNDLE_WIDTH) this.keep(name, made);
    return { bytes: await made, count };
  }

  private keep(name: string, made: Promise<Uint8Array>): void {
    if (this.full.size >= KEPT) this.full.delete(this.full.keys().next().value!);
    this.full.set(name, made);
    made.catch(() => this.full.delete(name));
  }
}

import { Injectable } from '@nestjs/common';
import type { Bytes } from '#protocol';
import type { Tx } from '../platform/database.ts';
import { CertificateRepository } from './certificate.repository.ts';
import { RosterStatements } from './membership.port.ts';
import { TrustLogRepository } from './trust-log.repository.ts';

@Injectable()
export class ReadRosterStatements extends RosterStatements {
  constructor(
    private readonly log: TrustLogRepository,
    private readonly stored: CertificateRepository,
  ) {
    super();
  }

  override entries(tx: Tx, from: number, limit: number): Promise<readonly Bytes[]> {
    return this.log.entries(tx, from, limit);
  }

  override certificates(tx: Tx, hashes: readonly string[]): Promise<ReadonlyMap<string, Bytes>> {
    return this.stored.read(tx, hashes);
  }
}

// The port Rosters: whom a notice concerns, by the server's replay.
import { Injectable } from '@nestjs/common';
import { parseTrustEntry, type TrustEntry } from '#protocol';
import { positionsOfMember, TrustAt } from '#trust';
import { Database, type Tx } from '../platform/database.ts';
import { CertificateRepository } from './certificate.repository.ts';
import { LiveTrust } from './live-trust.ts';
import { Rosters, type RosterOfficer, type SecretariatOfficer } from './membership.port.ts';
import { TrustLogRepository } from './trust-log.repository.ts';

@Injectable()
export class ReadRosters extends Rosters {
  constructor(
    private readonly live: LiveTrust,
    private readonly log: TrustLogRepository,
    private readonly certificates: CertificateRepository,
    private readonly database: Database,
  ) {
    super();
  }

  async officersOf(member: string): Promise<readonly RosterOfficer[]> {
    return new TrustAt(await this.live.newest()).officersOf(member).flatMap(({ id, role, card }) => (role === null ? [] : [{ officer: id, role, card }]));
  }

  async secretariat(): Promise<readonly SecretariatOfficer[]> {
    const officers = new TrustAt(await this.live.newest()).secretariat();
    const fingerprints = await this.database.transaction((tx) => this.certificates.encryptionFingerprints(tx, officers.map(({ certificate }) => certificate)), 'system');
    return officers.map(({ id, certificate }) => ({ officer: id, certificate, encryptionFingerprint: fingerprints.get(certificate)! }));
  }

  async changedAt(index: number): Promise<readonly string[]> {
    const { members } = await this.live.newest();
    return [...members.values()].filter((member) => positionsOfMember(member).includes(index)).map(({ id }) => id);
  }

  async cardOf(officer: string): Promise<string | null> {
    return new TrustAt(await this.live.newest()).officer(officer)?.officer.card ?? null;
  }

  async certificateOf(officer: string): Promise<string | null> {
    return new TrustAt(await this.live.newest()).officer(officer)?.officer.certificate ?? null;
  }

  async entryAt(tx: Tx, index: number): Promise<TrustEntry | null> {
    const [entry] = await this.log.entries(tx, index, 1);
    return entry === undefined ? null : parseTrustEntry(entry);
  }
}

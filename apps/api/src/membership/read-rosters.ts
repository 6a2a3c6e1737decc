// The port Rosters: whom a notice concerns, by the server's replay.
import { Injectable } from '@nestjs/common';
import { parseTrustEntry, type TrustEntry } from '#protocol';
import { TrustAt } from '#trust';
import type { Tx } from '../platform/database.ts';
import { LiveTrust } from './live-trust.ts';
import { Rosters, type RosterOfficer } from './membership.port.ts';
import { TrustLogRepository } from './trust-log.repository.ts';

@Injectable()
export class ReadRosters extends Rosters {
  constructor(
    private readonly live: LiveTrust,
    private readonly log: TrustLogRepository,
  ) {
    super();
  }

  async officersOf(member: string): Promise<readonly RosterOfficer[]> {
    return new TrustAt(await this.live.newest()).officersOf(member).flatMap(({ id, role, card }) => (role === null ? [] : [{ officer: id, role, card }]));
  }

  async secretariat(): Promise<readonly { readonly officer: string }[]> {
    return new TrustAt(await this.live.newest()).secretariat().map(({ id }) => ({ officer: id }));
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

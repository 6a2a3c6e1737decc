// A drill on record, and the list of those that are due. That the code came from paper, the hub cannot see: the officer says so by name, having just
// proved a credential and read the vault that only the code opens.
import { Injectable } from '@nestjs/common';
import { drillRoutes, Problem, type DrillItem } from '#protocol';
import { AuditLog } from '../audit/audit.port.ts';
import { requireAccess } from '../platform/access-guard.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { currentContext } from '../platform/request-context.ts';
import { drillItem, Drills } from './drills.ts';
import { LiveTrust } from './live-trust.ts';
import { standingOf } from './read-standing.ts';

@Injectable()
export class RehearseRecovery {
  constructor(
    private readonly database: Database,
    private readonly live: LiveTrust,
    private readonly drills: Drills,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async record(): Promise<DrillItem> {
    const { principal } = currentContext();
    requireAccess(drillRoutes.recordDrill.access, principal, this.clock.now());
    const { officer } = principal;
    const { member, certificate } = standingOf(await this.live.newest(), officer);
    if (member === null || certificate === null) throw new Problem('not-allowed');
    const done = this.clock.now();
    await this.database.transaction(async (tx) => {
      await this.drills.add(tx, { member, officer, certificate, done });
      await this.audit.record(tx, { action: 'drill.record', object: { kind: 'officer', id: officer }, details: { certificate } });
    });
    return drillItem(officer, done, done);
  }

  /** Throws Problem('not-found') for another member's, unless for the secretariat. */
  async of(member: string): Promise<DrillItem[]> {
    const { principal } = currentContext();
    requireAccess(drillRoutes.drills.access, principal, this.clock.now());
    if (principal.role !== 'secretariat' && principal.member !== member) throw new Problem('not-found');
    const state = await this.live.newest();
    return this.database.transaction((tx) => this.drills.of(tx, state, member, this.clock.now()));
  }
}

// Officers of a member with their names and functions, for the network's eyes. Looking is recorded.
import { Injectable } from '@nestjs/common';
import { membershipRoutes, Problem, type RouteAnswer } from '#protocol';
import { TrustAt } from '#trust';
import { AuditLog } from '../audit/audit.port.ts';
import { requireAccess } from '../platform/access-guard.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { currentContext } from '../platform/request-context.ts';
import { LiveTrust } from './live-trust.ts';
import { OfficerCardRepository } from './officer-card.repository.ts';

@Injectable()
export class ReadOfficers {
  constructor(
    private readonly database: Database,
    private readonly live: LiveTrust,
    private readonly cards: OfficerCardRepository,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Those who serve now and whose card was not erased. Throws Problem('not-found'). */
  async execute(member: string): Promise<RouteAnswer<typeof membershipRoutes.officers>> {
    requireAccess(membershipRoutes.officers.access, currentContext().principal, this.clock.now());
    const view = new TrustAt(await this.live.newest());
    if (view.member(member) === null) throw new Problem('not-found');
    const officers = view.officersOf(member);
    return this.database.transaction(async (tx) => {
      const cards = await this.cards.read(tx, officers.map(({ card }) => card));
      await this.audit.record(tx, { action: 'officers.view', object: { kind: 'member', id: member }, details: {} });
      const items = officers.flatMap(({ id, certificate, role, card }) => {
        const read = cards.get(card);
        return read === undefined || role === null ? [] : [{ officer: id, certificate, role, card: read }];
      });
      return { items };
    });
  }
}

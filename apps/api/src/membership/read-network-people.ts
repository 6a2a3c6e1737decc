// The secretariat and the network's auditors with their names and functions, for the network's eyes. Looking is recorded.
import { Injectable } from '@nestjs/common';
import { membershipRoutes, type RouteAnswer } from '#protocol';
import { TrustAt } from '#trust';
import { AuditLog } from '../audit/audit.port.ts';
import { requireAccess } from '../platform/access-guard.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { currentContext } from '../platform/request-context.ts';
import { LiveTrust } from './live-trust.ts';
import { OfficerCardRepository } from './officer-card.repository.ts';

@Injectable()
export class ReadNetworkPeople {
  constructor(
    private readonly database: Database,
    private readonly live: LiveTrust,
    private readonly cards: OfficerCardRepository,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Those who serve now and whose card was not erased. */
  async execute(): Promise<RouteAnswer<typeof membershipRoutes.networkPeople>> {
    requireAccess(membershipRoutes.networkPeople.access, currentContext().principal, this.clock.now());
    const view = new TrustAt(await this.live.newest());
    const people = [
      ...view.secretariat().map((officer) => ({ place: 'secretariat' as const, officer })),
      ...view.auditors().map((officer) => ({ place: 'auditor' as const, officer })),
    ];
    return this.database.transaction(async (tx) => {
      const cards = await this.cards.read(tx, people.map(({ officer }) => officer.card));
      await this.audit.record(tx, { action: 'officers.view', object: null, details: {} });
      return {
        items: people.flatMap(({ place, officer: { id, certificate, card: hash } }) => {
          const card = cards.get(hash);
          return card === undefined ? [] : [{ officer: id, certificate, place, card }];
        }),
      };
    });
  }
}

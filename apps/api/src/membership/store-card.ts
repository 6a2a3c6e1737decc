// An officer's next card, by a security officer of the same member. It shows nowhere until a statement pins it.
import { Injectable } from '@nestjs/common';
import { canonicalBytes, membershipRoutes, Problem, type Json, type OfficerCard } from '#protocol';
import { TrustAt } from '#trust';
import { AuditLog } from '../audit/audit.port.ts';
import { requireAccess } from '../platform/access-guard.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { currentContext } from '../platform/request-context.ts';
import { LiveTrust } from './live-trust.ts';
import { OfficerCardRepository } from './officer-card.repository.ts';

/** Cards of one officer, pinned or not: enough for a life of changes, too few to fill a disk with. */
const CARDS_LIMIT = 200;

@Injectable()
export class StoreCard {
  constructor(
    private readonly database: Database,
    private readonly live: LiveTrust,
    private readonly cards: OfficerCardRepository,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** The same card again changes nothing. Throws Problem('not-found') for officers of others, 'bad-request', 'too-many-requests'. */
  async execute(officer: string, card: OfficerCard): Promise<void> {
    const { principal } = currentContext();
    requireAccess(membershipRoutes.storeCard.access, principal, this.clock.now());
    const roster = new TrustAt(await this.live.newest()).officersOf(principal.member ?? '');
    if (!roster.some(({ id }) => id === officer)) throw new Problem('not-found');
    if (card.officer !== officer) throw new Problem('bad-request', { fields: [{ path: 'body.officer', reason: 'is not the officer of this card' }] });
    await this.database.transaction(async (tx) => {
      if ((await this.cards.countOf(tx, officer)) >= CARDS_LIMIT) throw new Problem('too-many-requests', { retryAfter: 86_400 });
      const hash = await this.cards.put(tx, canonicalBytes(card as Json));
      await this.audit.record(tx, { action: 'officer.card', object: { kind: 'officer', id: officer }, details: { card: hash } });
    });
  }
}

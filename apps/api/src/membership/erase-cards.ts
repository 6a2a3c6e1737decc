// Names and functions of those who do not serve, or serve under another card, are not kept.
import { Injectable } from '@nestjs/common';
import { TrustAt, type TrustState } from '#trust';
import { AuditLog } from '../audit/audit.port.ts';
import { Accounts } from '../identity/identity.port.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { LiveTrust } from './live-trust.ts';
import { OfficerCardRepository } from './officer-card.repository.ts';
import { ProposalRepository } from './proposal.repository.ts';
import { pinnedCards } from './statement-contents.ts';

/** As long as who was removed can still be written to, and long enough for colleagues to see whom a statement was about. */
const KEEP_MS = 7 * 24 * 3600 * 1000;

@Injectable()
export class CardStores {
  constructor(
    readonly cards: OfficerCardRepository,
    readonly proposals: ProposalRepository,
    readonly accounts: Accounts,
  ) {}
}

@Injectable()
export class EraseCards {
  constructor(
    private readonly database: Database,
    private readonly live: LiveTrust,
    private readonly stores: CardStores,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** May be called by any number of workers: the trust log is locked, so that nothing is proposed or appended about a card that goes. */
  async execute(): Promise<void> {
    const { cards, proposals, accounts } = this.stores;
    await this.database.transaction(async (tx) => {
      const { cards: inForce, certificates } = usedBy(await this.live.lockedIn(tx));
      const proposed = (await proposals.waiting(tx)).flatMap(pinnedCards).map(({ card }) => card);
      const needed = [...inForce, ...proposed, ...(await accounts.cardsOfPending(tx, certificates))];
      const now = this.clock.now();
      await cards.markUnneeded(tx, needed, now);
      for (const { hash, officer } of await cards.eraseUnneeded(tx, new Date(now.getTime() - KEEP_MS))) {
        await this.audit.record(tx, { action: 'officer.card-erase', object: { kind: 'officer', id: officer }, details: { card: hash }, actor: { officer: null, member: null } });
      }
    }, 'system');
  }
}

/** Cards and certificates of all who serve, and cards of those who will once a wait is over. */
function usedBy(state: TrustState): { cards: string[]; certificates: string[] } {
  const view = new TrustAt(state);
  const members = view.members();
  const serving = [...view.secretariat(), ...view.auditors(), ...members.flatMap(({ id }) => view.officersOf(id))];
  const waiting = members.flatMap(({ id }) => view.waitsOf(id)).flatMap((wait) => (wait.act === 'rekey' ? [wait.key] : wait.securityOfficers));
  return { cards: [...serving, ...waiting].map(({ card }) => card), certificates: serving.map(({ certificate }) => certificate) };
}

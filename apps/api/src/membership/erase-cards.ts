// Names and functions of those who do not serve, or serve under another card, are not kept.
import { Injectable } from '@nestjs/common';
import { TrustAt } from '#trust';
import { AuditLog } from '../audit/audit.port.ts';
import { Accounts } from '../identity/identity.port.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { LiveTrust } from './live-trust.ts';
import { OfficerCardRepository } from './officer-card.repository.ts';
import { ProposalRepository } from './proposal.repository.ts';
import { pinnedCards } from './statement-contents.ts';
import { waitingKeys } from './waiting-keys.ts';

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
      const view = new TrustAt(await this.live.lockedIn(tx));
      const { cards: inForce, certificates } = usedBy(view);
      const proposed = (await proposals.waiting(tx)).flatMap(pinnedCards).map(({ card }) => card);
      const needed = [...inForce, ...proposed, ...(await accounts.cardsOfPending(tx, certificates))];
      const now = this.clock.now();
      await cards.markUnneeded(tx, needed, now);
      const erased = await cards.eraseUnneeded(tx, new Date(now.getTime() - KEEP_MS));
      const invited = await accounts.invitedBy(tx, erased.map(({ officer }) => officer));
      for (const { hash, officer } of erased) {
        const member = memberOf(view, officer) ?? invited.get(officer) ?? null;
        await this.audit.record(tx, { action: 'officer.card-erase', object: { kind: 'officer', id: officer }, details: { card: hash }, actor: { officer: null, member } });
      }
    }, 'system');
  }
}

/** Cards and certificates of all who serve, and cards of those who will once a wait is over. */
function usedBy(view: TrustAt): { cards: string[]; certificates: string[] } {
  const serving = [...view.secretariat(), ...view.auditors(), ...view.members().flatMap(({ id }) => view.officersOf(id))];
  return { cards: [...serving, ...waitingKeys(view)].map(({ card }) => card), certificates: serving.map(({ certificate }) => certificate) };
}

/** Whose officer somebody is or was. Null: nobody's, or never admitted. */
function memberOf(view: TrustAt, officer: string): string | null {
  const use = view.officer(officer)?.use;
  return use?.kind === 'officer' ? use.member : null;
}

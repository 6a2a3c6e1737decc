import { Injectable } from '@nestjs/common';
import { identityRoutes, type EnrolledOfficer } from '#protocol';
import { AuditLog } from '../audit/audit.port.ts';
import { OfficerCards, Rosters } from '../membership/membership.port.ts';
import { Database, type Tx } from '../platform/database.ts';
import type { Principal } from '../platform/request-context.ts';
import { requireCaller } from './caller.ts';
import { InvitationRepository, type Enrolled } from './invitation.repository.ts';

/** Enrolled, and on no roster yet: what an admission, or genesis, has to name. */
@Injectable()
export class ListEnrolled {
  constructor(
    private readonly database: Database,
    private readonly invitations: InvitationRepository,
    private readonly cards: OfficerCards,
    private readonly rosters: Rosters,
    private readonly audit: AuditLog,
  ) {}

  async execute(): Promise<EnrolledOfficer[]> {
    const caller = requireCaller(identityRoutes.enrolled);
    const founding = caller.role === 'pending' && (await this.isFounder(caller));
    if (caller.role === 'pending' && !founding) return [];
    const all = await this.database.transaction((tx) => this.invitations.enrolled(tx, founding ? 'secretariat' : null), founding ? 'system' : 'caller');
    // Whom the log knows by this certificate was admitted once, and stands nowhere because they are suspended.
    const known = await Promise.all(all.map(({ officer }) => this.rosters.certificateOf(officer)));
    const pending = all.filter(({ certificate }, i) => known[i] !== certificate);
    return this.database.transaction(async (tx) => {
      await this.audit.record(tx, { action: 'officers.view', object: null, details: {} });
      return this.withCards(tx, pending);
    }, 'system');
  }

  /** Invited to the secretariat, and the log has not begun. */
  private async isFounder({ account }: Principal): Promise<boolean> {
    return this.database.transaction(async (tx) => (await this.rosters.entryAt(tx, 0)) === null && (await this.invitations.purposeOf(tx, account)) === 'secretariat', 'system');
  }

  /** An officer whose card was erased cannot be admitted by it, and is left out. */
  private async withCards(tx: Tx, pending: readonly Enrolled[]): Promise<EnrolledOfficer[]> {
    const cards = await this.cards.read(tx, pending.map(({ card_hash }) => card_hash));
    return pending.flatMap((item) => {
      const card = cards.get(item.card_hash);
      if (!card) return [];
      return [{
        officer: item.officer, purpose: item.purpose, role: item.role, authority: item.authority, member: item.member,
        certificate: item.certificate, cardHash: item.card_hash, card, enrolled: item.enrolled.toISOString(), invitedBy: item.invited_by,
      }];
    });
  }
}

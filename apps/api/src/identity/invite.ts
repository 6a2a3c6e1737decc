import { Injectable } from '@nestjs/common';
import { identityRoutes, Problem, type NewInvitation, type ProblemCode } from '#protocol';
import { AuditLog } from '../audit/audit.port.ts';
import { Authorities } from '../directory/directory.port.ts';
import { TrustView } from '../membership/membership.port.ts';
import { Clock } from '../platform/clock.ts';
import { Database, type Scope } from '../platform/database.ts';
import { Outbox } from '../platform/outbox.ts';
import type { Principal } from '../platform/request-context.ts';
import { requireCaller } from './caller.ts';
import { InvitationRepository, type Invitation, type InvitationRequest } from './invitation.repository.ts';

export interface MadeInvitation {
  readonly id: string;
  readonly token: string;
  readonly expires: Date;
}

/** Security officers invite officers of their own member; the secretariat invites its own, auditors and founding security officers. To lost seats, either. */
export function requestOf(given: NewInvitation, caller: Pick<Principal, 'role' | 'member' | 'officer'>): InvitationRequest | ProblemCode {
  const common = { note: given.note, email: given.email, invited_by: caller.officer };
  switch (given.purpose) {
    case 'officer':
      if (caller.role !== 'security' || caller.member === null) return 'not-allowed';
      return { ...common, purpose: given.purpose, authority: null, member: caller.member, role: given.role };
    case 'founder':
      return caller.role === 'secretariat' ? { ...common, purpose: given.purpose, authority: given.authority, member: null, role: null } : 'not-allowed';
    case 'seat':
      if (caller.role !== 'secretariat' && (caller.role !== 'security' || caller.member !== given.member)) return 'not-allowed';
      return { ...common, purpose: given.purpose, authority: null, member: given.member, role: null };
    case 'auditor':
    case 'secretariat':
      return caller.role === 'secretariat' ? { ...common, purpose: given.purpose, authority: null, member: null, role: null } : 'not-allowed';
  }
}

/** Stores an invitation with its record; who may, its callers have decided. */
@Injectable()
export class MakeInvitation {
  constructor(
    private readonly database: Database,
    private readonly invitations: InvitationRepository,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
  ) {}

  execute(request: InvitationRequest, scope: Scope): Promise<MadeInvitation> {
    return this.database.transaction(async (tx) => {
      const made = await this.invitations.make(tx, request);
      await this.audit.record(tx, { action: 'enrolment.invite', object: { kind: 'invitation', id: made.id }, details: { invitation: made.id, purpose: request.purpose } });
      if (request.email !== null) await this.outbox.put(tx, 'invitation.made', { invitation: made.id });
      return made;
    }, scope);
  }
}

@Injectable()
export class Invite {
  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly trust: TrustView,
    private readonly authorities: Authorities,
    private readonly making: MakeInvitation,
  ) {}

  /** Throws Problem('not-allowed'); 'not-found' for an authority that the directory does not have, and no member; 'already-done' when it is a member: its own security officers invite then. */
  async execute(given: NewInvitation): Promise<MadeInvitation> {
    const caller = requireCaller(identityRoutes.invite, this.clock.now());
    const request = await this.decide(given, caller);
    if (typeof request === 'string') throw new Problem(request);
    return this.making.execute(request, 'caller');
  }

  private async decide(given: NewInvitation, caller: Principal): Promise<InvitationRequest | ProblemCode> {
    const request = requestOf(given, caller);
    if (typeof request !== 'string' && request.purpose === 'seat' && !(await this.trust.mailboxes()).some(({ member }) => member === request.member)) return 'not-found';
    if (typeof request !== 'string' && request.authority !== null) {
      const { authority } = request;
      const known = await this.database.transaction((tx) => this.authorities.find(tx, [authority]));
      if (known.length === 0) return 'not-found';
      if ((await this.trust.mailboxes()).some((member) => member.authority === authority)) return 'already-done';
    }
    return request;
  }
}

@Injectable()
export class WithdrawInvitation {
  constructor(
    private readonly database: Database,
    private readonly invitations: InvitationRepository,
    private readonly audit: AuditLog,
  ) {}

  /** Problem('not-found'): not there, not the caller's to withdraw, or used already. */
  async execute(id: string): Promise<void> {
    requireCaller(identityRoutes.withdrawInvitation);
    const withdrawn = await this.database.transaction(async (tx) => {
      const done = await this.invitations.withdraw(tx, id);
      await this.audit.record(tx, { action: 'enrolment.withdraw', object: { kind: 'invitation', id }, details: { invitation: id }, ...(done ? {} : { refused: 'not-found' }) });
      return done;
    });
    if (!withdrawn) throw new Problem('not-found');
  }
}

@Injectable()
export class ListInvitations {
  constructor(
    private readonly database: Database,
    private readonly invitations: InvitationRepository,
  ) {}

  async execute(): Promise<Invitation[]> {
    requireCaller(identityRoutes.invitations);
    return this.database.transaction((tx) => this.invitations.list(tx));
  }
}

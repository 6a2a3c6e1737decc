import { Controller } from '@nestjs/common';
import { identityRoutes as routes, type RouteAnswer, type RouteInput } from '#protocol';
import { Clock } from '../platform/clock.ts';
import { Handles, Input } from '../platform/handles.ts';
import { InviteFounders } from './invite-founders.ts';
import { Invite, ListInvitations, WithdrawInvitation, type MadeInvitation } from './invite.ts';
import type { Invitation } from './invitation.repository.ts';

function madeOf({ id, token, expires }: MadeInvitation) {
  return { id, token, expires: expires.toISOString() };
}

function itemOf(invitation: Invitation, now: Date) {
  const { id, purpose, authority, member, role, note, email, officer } = invitation;
  const state = invitation.used ? 'used' : invitation.withdrawn ? 'withdrawn' : invitation.expires <= now ? 'expired' : 'open';
  return {
    id, purpose, authority, member, role, note, email, officer, state: state as 'open' | 'used' | 'withdrawn' | 'expired',
    invitedBy: invitation.invited_by, created: invitation.created.toISOString(), expires: invitation.expires.toISOString(),
  };
}

@Controller()
export class InvitationController {
  constructor(
    private readonly founders: InviteFounders,
    private readonly invite: Invite,
    private readonly invitations: ListInvitations,
    private readonly withdrawal: WithdrawInvitation,
    private readonly clock: Clock,
  ) {}

  @Handles(routes.bootstrapInvite)
  async inviteFounder(@Input() { body }: RouteInput<typeof routes.bootstrapInvite>): Promise<RouteAnswer<typeof routes.bootstrapInvite>> {
    return madeOf(await this.founders.execute(body));
  }

  @Handles(routes.invite)
  async make(@Input() { body }: RouteInput<typeof routes.invite>): Promise<RouteAnswer<typeof routes.invite>> {
    return madeOf(await this.invite.execute(body));
  }

  @Handles(routes.invitations)
  async list(): Promise<RouteAnswer<typeof routes.invitations>> {
    const now = this.clock.now();
    return { items: (await this.invitations.execute()).map((invitation) => itemOf(invitation, now)) };
  }

  @Handles(routes.withdrawInvitation)
  withdraw(@Input() { params }: RouteInput<typeof routes.withdrawInvitation>): Promise<void> {
    return this.withdrawal.execute(params.id);
  }
}

import { Injectable } from '@nestjs/common';
import { Problem, type EnrolmentView } from '#protocol';
import { TrustView } from '../membership/membership.port.ts';
import { Database, type Tx } from '../platform/database.ts';
import { currentContext } from '../platform/request-context.ts';
import { subscriberAddress } from './subscriber-address.ts';
import { InvitationRepository, type Invitation } from './invitation.repository.ts';
import { ANONYMOUS, Pressure } from './pressure.ts';

/** What everything by invitation token begins with. The token is the access: 256 bits, good once, for a week. */
@Injectable()
export class OpenInvitation {
  constructor(
    private readonly database: Database,
    private readonly pressure: Pressure,
    private readonly invitations: InvitationRepository,
  ) {}

  /** Runs `work` with the invitation, locked. Throws Problem('invitation-invalid') for every token that opens none, whatever the reason. */
  async within<T>(token: string, work: (tx: Tx, invitation: Invitation) => Promise<T>): Promise<T> {
    await this.pressure.push(this.pressure.key('anonymous', subscriberAddress(currentContext().address)), ANONYMOUS);
    return this.database.transaction(async (tx) => {
      const invitation = await this.invitations.openByToken(tx, token);
      if (!invitation) throw new Problem('invitation-invalid');
      return work(tx, invitation);
    }, 'system');
  }
}

/** What an invitation is for, before its holder decides. */
@Injectable()
export class ViewInvitation {
  constructor(
    private readonly open: OpenInvitation,
    private readonly trust: TrustView,
  ) {}

  async execute(token: string): Promise<EnrolmentView> {
    const network = await this.trust.network();
    return this.open.within(token, async (_tx, invitation) => ({
      invitation: invitation.id,
      purpose: invitation.purpose,
      role: invitation.role,
      authority: invitation.authority,
      member: invitation.member,
      expires: invitation.expires.toISOString(),
      officer: invitation.officer,
      signInName: invitation.sign_in_name,
      network,
    }));
  }
}

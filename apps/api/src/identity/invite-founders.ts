import { Injectable } from '@nestjs/common';
import { Problem } from '#protocol';
import { TrustView } from '../membership/membership.port.ts';
import { currentContext } from '../platform/request-context.ts';
import { subscriberAddress } from './subscriber-address.ts';
import { BootstrapToken } from './identity.port.ts';
import { MakeInvitation, type MadeInvitation } from './invite.ts';
import { ANONYMOUS, Pressure } from './pressure.ts';

/** The holder of the bootstrap token invites the founding secretariat, as long as there is no network. */
@Injectable()
export class InviteFounders {
  constructor(
    private readonly pressure: Pressure,
    private readonly token: BootstrapToken,
    private readonly trust: TrustView,
    private readonly making: MakeInvitation,
  ) {}

  /** Throws Problem('not-allowed') for a wrong token and when the network exists alike. */
  async execute({ bootstrapToken, note, email }: { bootstrapToken: string; note: string; email: string | null }): Promise<MadeInvitation> {
    await this.pressure.push(this.pressure.key('anonymous', subscriberAddress(currentContext().address)), ANONYMOUS);
    if (!this.token.matches(bootstrapToken) || (await this.trust.network()) !== null) throw new Problem('not-allowed');
    return this.making.execute({ purpose: 'secretariat', authority: null, member: null, role: null, note, email, invited_by: null }, 'system');
  }
}

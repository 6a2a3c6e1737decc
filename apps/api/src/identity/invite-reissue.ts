// An officer's keys are lost, and no other device, passkey or recovery sheet is left: one of their security officers lets them enrol again under
// the same id. Nothing changes by that; two security officers sign, and the trust log lets 72 hours pass.
import { Injectable } from '@nestjs/common';
import { identityRoutes, Problem } from '#protocol';
import { Rosters } from '../membership/membership.port.ts';
import { Clock } from '../platform/clock.ts';
import { requireCaller } from './caller.ts';
import { MakeInvitation, type MadeInvitation } from './invite.ts';

@Injectable()
export class InviteReissue {
  constructor(
    private readonly clock: Clock,
    private readonly rosters: Rosters,
    private readonly making: MakeInvitation,
  ) {}

  /** Throws Problem('not-found') for whom the caller's member does not have; 'not-allowed' for oneself, who is here. */
  async execute(officer: string, { note, email }: { note: string; email: string | null }): Promise<MadeInvitation> {
    const caller = requireCaller(identityRoutes.inviteReissue, this.clock.now());
    if (caller.member === null || caller.officer === officer) throw new Problem('not-allowed');
    const roster = await this.rosters.officersOf(caller.member);
    if (!roster.some((one) => one.officer === officer)) throw new Problem('not-found');
    return this.making.execute({ purpose: 'reissue', authority: null, member: caller.member, role: null, note, email, invited_by: caller.officer, officer }, 'caller');
  }
}

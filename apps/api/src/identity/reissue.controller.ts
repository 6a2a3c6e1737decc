import { Controller } from '@nestjs/common';
import { identityRoutes as routes, type RouteAnswer, type RouteInput } from '#protocol';
import { Handles, Input } from '../platform/handles.ts';
import { InviteReissue } from './invite-reissue.ts';

@Controller()
export class ReissueController {
  constructor(private readonly reissue: InviteReissue) {}

  @Handles(routes.inviteReissue)
  async invite(@Input() { params, body }: RouteInput<typeof routes.inviteReissue>): Promise<RouteAnswer<typeof routes.inviteReissue>> {
    const { id, token, expires } = await this.reissue.execute(params.officer, body);
    return { id, token, expires: expires.toISOString() };
  }
}

import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { identityRoutes as routes, type RouteAnswer, type RouteInput } from '#protocol';
import { Handles, Input } from '../platform/handles.ts';
import { OwnSessions } from './own-sessions.ts';
import { OwnVaults } from './own-vaults.ts';
import { SessionCookie } from './session-cookie.ts';
import { SessionViews } from './session-view.ts';
import { AcceptTerms } from './terms.ts';

@Controller()
export class SessionController {
  constructor(
    private readonly sessions: OwnSessions,
    private readonly vaults: OwnVaults,
    private readonly cookie: SessionCookie,
    private readonly views: SessionViews,
    private readonly terms: AcceptTerms,
  ) {}

  @Handles(routes.session)
  async session(): Promise<RouteAnswer<typeof routes.session>> {
    return this.views.of(await this.sessions.current());
  }

  @Handles(routes.acceptTerms)
  async acceptTerms(@Input() { body }: RouteInput<typeof routes.acceptTerms>): Promise<RouteAnswer<typeof routes.acceptTerms>> {
    await this.terms.execute(body.version);
    return this.views.of(await this.sessions.current());
  }

  @Handles(routes.signOut)
  async signOut(@Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.sessions.signOut();
    this.cookie.clear(reply);
  }

  @Handles(routes.sessions)
  async list(): Promise<RouteAnswer<typeof routes.sessions>> {
    const items = (await this.sessions.list()).map(({ session, current }) => ({
      id: session.id, device: session.device, current, method: session.method, client: session.client, address: session.address,
      created: session.created.toISOString(), lastSeen: session.last_seen.toISOString(), endsAt: session.ends.toISOString(),
    }));
    return { items };
  }

  @Handles(routes.endSession)
  end(@Input() { params }: RouteInput<typeof routes.endSession>): Promise<void> {
    return this.sessions.end(params.id);
  }

  @Handles(routes.vault)
  vault(@Input() { params }: RouteInput<typeof routes.vault>): Promise<RouteAnswer<typeof routes.vault>> {
    return this.vaults.read(params.id);
  }

  @Handles(routes.replaceVault)
  replaceVault(@Input() { params, body }: RouteInput<typeof routes.replaceVault>): Promise<void> {
    return this.vaults.replace(params.id, body);
  }
}

import { Controller, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { identityRoutes as routes, type RouteAnswer, type RouteInput } from '#protocol';
import { Handles, Input } from '../platform/handles.ts';
import { clientName } from './client-name.ts';
import { SessionCookie } from './session-cookie.ts';
import { SessionViews } from './session-view.ts';
import { FinishSignInByPasskey, StartSignInByPasskey } from './sign-in-by-passkey.ts';
import { FinishSignInByPassphrase, StartSignInByPassphrase } from './sign-in-by-passphrase.ts';

@Controller()
export class PassphraseSignInController {
  constructor(
    private readonly start: StartSignInByPassphrase,
    private readonly finish: FinishSignInByPassphrase,
    private readonly cookie: SessionCookie,
    private readonly views: SessionViews,
  ) {}

  @Handles(routes.signInPassphraseStart)
  begin(@Input() { body }: RouteInput<typeof routes.signInPassphraseStart>, @Req() request: FastifyRequest): Promise<RouteAnswer<typeof routes.signInPassphraseStart>> {
    return this.start.execute(body.signInName, body.request, this.cookie.knownDevice(request, body.signInName));
  }

  @Handles(routes.signInPassphraseFinish)
  async complete(
    @Input() { body }: RouteInput<typeof routes.signInPassphraseFinish>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RouteAnswer<typeof routes.signInPassphraseFinish>> {
    const isKnown = (signInName: string) => this.cookie.knownDevice(request, signInName) !== null;
    const { session, token } = await this.finish.execute(body, { client: clientName(request), isKnown });
    this.cookie.set(reply, token);
    if (!isKnown(session.sign_in_name)) this.cookie.markDevice(reply, session.sign_in_name);
    return this.views.of(session);
  }
}

@Controller()
export class PasskeySignInController {
  constructor(
    private readonly start: StartSignInByPasskey,
    private readonly finish: FinishSignInByPasskey,
    private readonly cookie: SessionCookie,
    private readonly views: SessionViews,
  ) {}

  @Handles(routes.signInPasskeyStart)
  begin(): Promise<RouteAnswer<typeof routes.signInPasskeyStart>> {
    return this.start.execute();
  }

  @Handles(routes.signInPasskeyFinish)
  async complete(
    @Input() { body }: RouteInput<typeof routes.signInPasskeyFinish>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RouteAnswer<typeof routes.signInPasskeyFinish>> {
    const { session, token } = await this.finish.execute(body, clientName(request));
    this.cookie.set(reply, token);
    return this.views.of(session);
  }
}

import { Controller, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { identityRoutes as routes, type RouteAnswer, type RouteInput } from '#protocol';
import { Handles, Input } from '../platform/handles.ts';
import { clientName } from './client-name.ts';
import { BeginEnrolment, CompleteEnrolment } from './enrol.ts';
import { ListEnrolled } from './list-enrolled.ts';
import { ViewInvitation } from './open-invitation.ts';
import { SessionCookie } from './session-cookie.ts';
import { SessionViews } from './session-view.ts';

@Controller()
export class EnrolmentController {
  constructor(
    private readonly view: ViewInvitation,
    private readonly begin: BeginEnrolment,
    private readonly completion: CompleteEnrolment,
    private readonly cookie: SessionCookie,
    private readonly views: SessionViews,
  ) {}

  @Handles(routes.openInvitation)
  open(@Input() { body }: RouteInput<typeof routes.openInvitation>): Promise<RouteAnswer<typeof routes.openInvitation>> {
    return this.view.execute(body.token);
  }

  @Handles(routes.enrolPassphrase)
  passphrase(@Input() { body }: RouteInput<typeof routes.enrolPassphrase>): Promise<RouteAnswer<typeof routes.enrolPassphrase>> {
    return this.begin.passphrase(body.token, body.request);
  }

  @Handles(routes.enrolPasskey)
  passkey(@Input() { body }: RouteInput<typeof routes.enrolPasskey>): Promise<RouteAnswer<typeof routes.enrolPasskey>> {
    return this.begin.passkey(body.token);
  }

  @Handles(routes.completeEnrolment)
  async complete(
    @Input() { body }: RouteInput<typeof routes.completeEnrolment>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RouteAnswer<typeof routes.completeEnrolment>> {
    const { session, token } = await this.completion.execute(body, clientName(request));
    this.cookie.set(reply, token);
    return this.views.of(session);
  }
}

@Controller()
export class EnrolledController {
  constructor(private readonly enrolled: ListEnrolled) {}

  @Handles(routes.enrolled)
  async list(): Promise<RouteAnswer<typeof routes.enrolled>> {
    return { items: await this.enrolled.execute() };
  }
}

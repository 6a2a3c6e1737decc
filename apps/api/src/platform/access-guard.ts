// The gate before every route: declared access, session, origin, recent verification. A route that declares nothing is shut.
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem, type Access, type SessionEnd } from '#protocol';
import { Clock } from './clock.ts';
import { CONFIG, type Config } from './config.ts';
import { routeOf } from './handles.ts';
import { currentContext, type Principal } from './request-context.ts';
import { RunningRequests } from './running-requests.ts';

/** How long a verification of the user counts for administrative acts. */
export const STEP_UP_MS = 5 * 60 * 1000;

/** Finds who a request's session belongs to; null without a live session. Implemented by identity (Passport). */
export abstract class Authenticator {
  abstract authenticate(request: FastifyRequest): Promise<Principal | null>;
  /** Why the session that a request names is over; null if it names none that was. */
  async endOf(_request: FastifyRequest): Promise<SessionEnd | null> {
    return null;
  }
}

@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly clock: Clock,
    private readonly running: RunningRequests,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = routeOf(context);
    if (!route) throw new Problem('not-found');
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (route.method !== 'GET') requireSameOrigin(request, this.config.publicUrl.origin);
    const principal = await this.authenticator.authenticate(request);
    currentContext().principal = principal;
    if (principal) this.running.watch(principal.session, request, context.switchToHttp().getResponse<FastifyReply>());
    else if (route.access.kind !== 'public') throw await notSignedIn(this.authenticator, request);
    requireAccess(route.access, principal, this.clock.now());
    return true;
  }
}

/** Says why, where the request names a session that is over. */
export async function notSignedIn(authenticator: Authenticator, request: FastifyRequest): Promise<Problem> {
  const why = await authenticator.endOf(request);
  return new Problem('not-signed-in', why === null ? {} : { verdict: why });
}

/** Throws Problem('not-signed-in' | 'not-allowed' | 'step-up-required'). Also the first line of every use case. */
export function requireAccess(access: Access, principal: Principal | null, now: Date): asserts principal is Principal {
  if (access.kind === 'public') return;
  if (!principal) throw new Problem('not-signed-in');
  if (!access.roles.includes(principal.role)) throw new Problem('not-allowed');
  if (access.stepUp && now.getTime() - principal.verifiedAt.getTime() > STEP_UP_MS) throw new Problem('step-up-required');
}

/**
 * Refuses state-changing requests that a page of another site could have caused, on top of SameSite=Strict. Browsers always send
 * Sec-Fetch-Site or Origin with them; other programs must send the header X-Globe-Client, which a foreign page cannot set without preflight.
 */
export function requireSameOrigin(request: FastifyRequest, origin: string): void {
  const { 'sec-fetch-site': site, origin: from, 'x-globe-client': client } = request.headers;
  if (!client || (site !== undefined && site !== 'same-origin' && site !== 'none') || (from !== undefined && from !== origin)) {
    throw new Problem('origin-refused');
  }
}

// Passport's strategy for our sessions, and the authenticator that the access guard asks.
import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { Passport } from 'passport';
import { Strategy } from 'passport-custom';
import type { SessionEnd } from '#protocol';
import { TrustView } from '../membership/membership.port.ts';
import { Authenticator } from '../platform/access-guard.ts';
import { Database } from '../platform/database.ts';
import type { Principal } from '../platform/request-context.ts';
import { accountStanding } from './account-standing.ts';
import { SessionCookie } from './session-cookie.ts';
import { SessionRepository } from './session.repository.ts';

const NAME = 'globe-session';

@Injectable()
export class SessionStrategy extends PassportStrategy(Strategy, NAME) {
  constructor(
    private readonly cookie: SessionCookie,
    private readonly sessions: SessionRepository,
    private readonly database: Database,
    private readonly trust: TrustView,
  ) {
    super();
  }

  /** Role and member are asked of the trust log's replay at each request: a removal counts at once. */
  async validate(request: FastifyRequest): Promise<Principal | null> {
    const token = this.cookie.read(request);
    if (token === null) return null;
    const session = await this.database.transaction((tx) => this.sessions.ofToken(tx, token), 'system');
    if (!session) return null;
    const { role, member } = await accountStanding(this.trust, session);
    return { account: session.account, officer: session.officer, member, role, session: session.id, verifiedAt: session.verified };
  }

  async endOf(request: FastifyRequest): Promise<SessionEnd | null> {
    const token = this.cookie.read(request);
    return token === null ? null : this.database.transaction((tx) => this.sessions.endOf(tx, token), 'system');
  }

  /** Not the process-wide instance: the authenticator registers the strategy with one of its own. */
  protected getPassportInstance(): InstanceType<typeof Passport> {
    return new Passport();
  }
}

@Injectable()
export class SessionAuthenticator extends Authenticator {
  private readonly passport = new Passport();

  constructor(private readonly strategy: SessionStrategy) {
    super();
    this.passport.use(NAME, strategy);
  }

  override endOf(request: FastifyRequest): Promise<SessionEnd | null> {
    return this.strategy.endOf(request);
  }

  override authenticate(request: FastifyRequest): Promise<Principal | null> {
    return new Promise((resolve, reject) => {
      const done = (error: unknown, principal: Principal | false | null) => (error ? reject(error) : resolve(principal || null));
      (this.passport.authenticate(NAME, { session: false }, done) as (request: FastifyRequest, response: object, next: (error: unknown) => void) => void)(request, {}, reject);
    });
  }
}

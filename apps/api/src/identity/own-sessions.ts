import { Injectable } from '@nestjs/common';
import { identityRoutes, Problem } from '#protocol';
import { AuditLog } from '../audit/audit.port.ts';
import { Database } from '../platform/database.ts';
import { requireCaller } from './caller.ts';
import { SessionRepository, type Session } from './session.repository.ts';

/** One's own sessions: seen, listed, ended. Everything runs as the caller, so that row-level security is a second wall. */
@Injectable()
export class OwnSessions {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionRepository,
    private readonly audit: AuditLog,
  ) {}

  async current(): Promise<Session> {
    const caller = requireCaller(identityRoutes.session);
    const session = await this.database.transaction((tx) => this.sessions.find(tx, caller.session));
    if (!session) throw new Problem('not-signed-in');
    return session;
  }

  async list(): Promise<{ session: Session; current: boolean }[]> {
    const caller = requireCaller(identityRoutes.sessions);
    const sessions = await this.database.transaction((tx) => this.sessions.list(tx, caller.account));
    return sessions.map((session) => ({ session, current: session.id === caller.session }));
  }

  /** Ends the session that asks. */
  async signOut(): Promise<void> {
    const caller = requireCaller(identityRoutes.signOut);
    await this.database.transaction(async (tx) => {
      await this.sessions.end(tx, caller.account, caller.session, 'signed-out');
      await this.audit.record(tx, { action: 'sign-out', object: { kind: 'session', id: caller.session }, details: {} });
    });
  }

  /** Problem('not-found') for what is not there or not one's own. */
  async end(session: string): Promise<void> {
    const caller = requireCaller(identityRoutes.endSession);
    const ended = await this.database.transaction(async (tx) => {
      const done = await this.sessions.end(tx, caller.account, session, 'ended');
      await this.audit.record(tx, { action: 'session.end', object: { kind: 'session', id: session }, details: { session }, ...(done ? {} : { refused: 'not-found' }) });
      return done;
    });
    if (!ended) throw new Problem('not-found');
  }
}

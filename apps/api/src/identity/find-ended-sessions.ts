// The port SessionEnds: asked by whoever keeps something open for sessions.
import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database.ts';
import { SessionEnds } from './identity.port.ts';
import { SessionRepository } from './session.repository.ts';

@Injectable()
export class FindEndedSessions extends SessionEnds {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionRepository,
  ) {
    super();
  }

  override among(sessions: readonly string[]): ReturnType<SessionEnds['among']> {
    return this.database.transaction((tx) => this.sessions.endedAmong(tx, sessions), 'system');
  }
}

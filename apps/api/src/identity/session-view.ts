import { Injectable } from '@nestjs/common';
import type { SessionView } from '#protocol';
import { TrustView } from '../membership/membership.port.ts';
import { Database } from '../platform/database.ts';
import { accountStanding } from './account-standing.ts';
import { IDLE_MS, type Session } from './session.repository.ts';
import { Terms } from './terms.ts';

/** A session as its owner sees it, with role and network by replay. */
@Injectable()
export class SessionViews {
  constructor(
    private readonly trust: TrustView,
    private readonly database: Database,
    private readonly terms: Terms,
  ) {}

  async of(session: Session): Promise<SessionView> {
    const termsOf = this.database.transaction((tx) => this.terms.due(tx, session.account), 'system');
    const [{ role, member }, network, termsDue] = await Promise.all([accountStanding(this.trust, session), this.trust.network(), termsOf]);
    return {
      id: session.id,
      account: session.account,
      signInName: session.sign_in_name,
      officer: session.officer,
      member,
      role,
      certificate: session.certificate,
      credential: session.credential,
      method: session.method,
      verifiedAt: session.verified.toISOString(),
      idleAt: new Date(session.last_seen.getTime() + IDLE_MS).toISOString(),
      endsAt: session.ends.toISOString(),
      network,
      termsDue,
    };
  }
}

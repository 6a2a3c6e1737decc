// Fresh user verification within a session, for administrative acts: what both ways end with.
import { Injectable } from '@nestjs/common';
import { Problem, type CredentialMethod } from '#protocol';
import { AuditLog } from '../audit/audit.port.ts';
import { Database, type Tx } from '../platform/database.ts';
import type { Principal } from '../platform/request-context.ts';
import type { Checked } from './check-passphrase.ts';
import { SessionRepository, type Session } from './session.repository.ts';

@Injectable()
export class StepUp {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionRepository,
    private readonly audit: AuditLog,
  ) {}

  /** Somebody else's credential, however right, is a refusal. Refusals are committed, then thrown, as in SignIn. */
  async after(caller: Principal, method: CredentialMethod, check: (tx: Tx) => Promise<Checked>): Promise<Session> {
    const outcome = await this.database.transaction(async (tx) => {
      const checked = await check(tx);
      const refused = !checked.ok ? checked : checked.account === caller.account ? null : { reason: 'sign-in-failed' as const, retryAfter: undefined };
      const record = { action: 'step-up', object: { kind: 'session', id: caller.session }, details: { method } } as const;
      if (refused) {
        await this.audit.record(tx, { ...record, refused: refused.reason });
        return refused;
      }
      await this.sessions.verified(tx, caller.session);
      await this.audit.record(tx, record);
      return this.sessions.find(tx, caller.session);
    }, 'system');
    if (outcome === null) throw new Problem('not-signed-in');
    if ('reason' in outcome) throw new Problem(outcome.reason, outcome.retryAfter === undefined ? {} : { retryAfter: outcome.retryAfter });
    return outcome;
  }
}

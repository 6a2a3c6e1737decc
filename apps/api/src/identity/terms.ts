// The terms of use: accepted by version, once at enrolment and again whenever they change.
import { Injectable } from '@nestjs/common';
import { identityRoutes, Problem, TERMS_VERSION } from '#protocol';
import { AuditLog } from '../audit/audit.port.ts';
import { Clock } from '../platform/clock.ts';
import { Database, type Tx } from '../platform/database.ts';
import { requireCaller } from './caller.ts';

/** Throws Problem('conflict') for any version but the present one: what somebody accepted must be what they were shown. */
export function requirePresentTerms(version: number): void {
  if (version !== TERMS_VERSION) throw new Problem('conflict', { fields: [{ path: 'body', reason: `the terms in force are version ${TERMS_VERSION}` }] });
}

@Injectable()
export class Terms {
  constructor(
    private readonly clock: Clock,
    private readonly audit: AuditLog,
  ) {}

  /** The version that an account has yet to accept; null when the present one is accepted. */
  async due(tx: Tx, account: string): Promise<number | null> {
    const accepted = await tx.query('SELECT 1 FROM terms_acceptance WHERE account = $1 AND version = $2', [account, TERMS_VERSION]);
    return accepted.length > 0 ? null : TERMS_VERSION;
  }

  /** Records that an officer accepted the present terms; doing so again changes nothing. */
  async accepted(tx: Tx, { account, officer, member }: { account: string; officer: string; member: string | null }): Promise<void> {
    const added = await tx.query('INSERT INTO terms_acceptance (account, version, accepted) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING version', [account, TERMS_VERSION, this.clock.now()]);
    if (added.length === 0) return;
    await this.audit.record(tx, { action: 'terms.accept', object: { kind: 'account', id: account }, details: { version: TERMS_VERSION }, actor: { officer, member } });
  }
}

@Injectable()
export class AcceptTerms {
  constructor(
    private readonly database: Database,
    private readonly terms: Terms,
  ) {}

  /** Throws Problem('conflict'), see requirePresentTerms. */
  async execute(version: number): Promise<void> {
    const caller = requireCaller(identityRoutes.acceptTerms);
    requirePresentTerms(version);
    await this.database.transaction((tx) => this.terms.accepted(tx, caller));
  }
}

// What both ways of signing in end with: a session, its records, and the answer.
import { Injectable } from '@nestjs/common';
import { Problem, type CredentialMethod } from '#protocol';
import { AuditLog } from '../audit/audit.port.ts';
import { TrustView } from '../membership/membership.port.ts';
import { Database, type Tx } from '../platform/database.ts';
import { Outbox } from '../platform/outbox.ts';
import type { Checked, RefusedCheck } from './check-passphrase.ts';
import { accountStanding } from './account-standing.ts';
import { SessionRepository, type Session } from './session.repository.ts';

export interface SignedIn {
  readonly session: Session;
  /** For the cookie, and for nothing else. */
  readonly token: string;
}

export interface Device {
  /** What the program calls itself. */
  readonly client: string;
  readonly isKnown: (signInName: string) => boolean;
}

@Injectable()
export class SignIn {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionRepository,
    private readonly audit: AuditLog,
    private readonly trust: TrustView,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Runs `check` and begins a session if it is content. What a refusal leaves behind (the attempt used up, counters, the record) is
   * committed before Problem('sign-in-failed' | 'too-many-requests') is thrown. `isKnown`: whether the owner of a sign-in name signed in from
   * this device before; otherwise the owner is told.
   */
  async after(method: CredentialMethod, { client, isKnown }: Device, check: (tx: Tx) => Promise<Checked>): Promise<SignedIn> {
    const outcome = await this.database.transaction(async (tx) => {
      const checked = await check(tx);
      if (!checked.ok) {
        await this.refused(tx, method, checked);
        return checked;
      }
      const begun = await this.begin(tx, checked, method, client);
      if (!isKnown(begun.session.sign_in_name)) await this.outbox.put(tx, 'account.notice', { account: checked.account, notice: 'new-sign-in' });
      return { ok: true as const, ...begun };
    }, 'system');
    if (!outcome.ok) throw new Problem(outcome.reason, outcome.retryAfter === undefined ? {} : { retryAfter: outcome.retryAfter });
    return outcome;
  }

  /** A session with its audit entry; also how an enrolment ends. */
  async begin(tx: Tx, { account, credential }: { account: string; credential: string }, method: CredentialMethod, client: string): Promise<SignedIn> {
    const { id, token } = await this.sessions.begin(tx, account, credential, client);
    const session = await this.sessions.find(tx, id);
    if (!session) throw new Error('a session that was just begun is not there');
    const { member } = await accountStanding(this.trust, session);
    await this.audit.record(tx, { action: 'sign-in', object: { kind: 'session', id }, details: { method }, actor: { officer: session.officer, member } });
    return { session, token };
  }

  /**
   * Nobody has proved to be anybody: the entry names the account that was tried, if there is one, and no actor. A name that nobody has
   * gets its entry too, since the time that writing takes would tell; how many there can be is bounded where guesses are counted.
   */
  private async refused(tx: Tx, method: CredentialMethod, { account, reason }: RefusedCheck): Promise<void> {
    if (account === undefined) return;
    await this.audit.record(tx, { action: 'sign-in', object: account === null ? null : { kind: 'account', id: account }, details: { method }, refused: reason, actor: { officer: null, member: null } });
  }
}

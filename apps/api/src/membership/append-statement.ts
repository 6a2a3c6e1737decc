// The last step of every statement: into the trust log, with all that follows from it, in one transaction under the log's lock.
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Problem, statementBytes, trustEntryBytes, type Statement, type StatementSignature } from '#protocol';
import { assembleEntry, type RefusalCode, type TrustState } from '#trust';
import { AuditLog } from '../audit/audit.port.ts';
import { Accounts } from '../identity/identity.port.ts';
import { Outbox } from '../platform/outbox.ts';
import type { Tx } from '../platform/database.ts';
import { LiveTrust } from './live-trust.ts';
import { TrustLogRepository } from './trust-log.repository.ts';
import { whoLeaves, type Leaver } from './who-leaves.ts';

export type Appended = { readonly index: number; readonly state: TrustState } | { readonly refused: RefusalCode };

@Injectable()
export class AppendStatement {
  constructor(
    private readonly live: LiveTrust,
    private readonly log: TrustLogRepository,
    private readonly accounts: Accounts,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
  ) {}

  /** `state`: as lockedIn gave it, or as an append before this one in the transaction left it. A refusal leaves nothing behind. */
  async execute(tx: Tx, state: TrustState, statement: Statement, signatures: readonly StatementSignature[]): Promise<Appended> {
    const leaf = trustEntryBytes(assembleEntry(statement, signatures));
    const { state: next, refusal } = await this.live.tryEntry(tx, state, leaf);
    if (refusal !== null) return { refused: refusal.code };
    const index = state.tree.range.size;
    const hash = createHash('sha256').update(statementBytes(statement)).digest('hex');
    await this.log.append(tx, index, leaf, hash);
    // Sessions and wrapped keys of who leaves are gone with the very commit.
    for (const leaver of whoLeaves(state, next, statement.roster, index)) await this.cutOff(tx, leaver);
    await this.audit.record(tx, {
      action: 'statement.append',
      object: { kind: 'statement', id: hash },
      details: { index, kind: statement.kind, statement: hash },
      ...(statement.kind === 'log.time' ? { actor: { officer: null, member: null } } : {}),
    });
    await this.outbox.put(tx, 'statement.appended', { index });
    return { index, state: next };
  }

  private async cutOff(tx: Tx, leaver: Leaver): Promise<void> {
    const { officer, why } = leaver;
    const sessions = await this.endedSessions(tx, leaver);
    if (sessions > 0) await this.audit.record(tx, { action: 'session.cut', object: { kind: 'officer', id: officer }, details: { why, sessions } });
  }

  private endedSessions(tx: Tx, { officer, certificate, why }: Leaver): Promise<number> {
    if (why === 'removed') return this.accounts.retire(tx, officer);
    if (why === 'rekeyed') return this.accounts.replace(tx, officer, certificate);
    return why === 'credential-removed' ? this.accounts.abandon(tx, officer, certificate) : this.accounts.endSessions(tx, officer, why);
  }
}

export function refused(verdict: RefusalCode): Problem {
  return new Problem('statement-refused', { verdict });
}

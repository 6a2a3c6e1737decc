import { Injectable } from '@nestjs/common';
import { Problem, type SessionEnd } from '#protocol';
import type { Tx } from '../platform/database.ts';
import { Accounts, type EnrolledAccount, type NoticeAddress } from './identity.port.ts';
import type { CredentialOwner } from './new-credential.ts';
import { endingSessions } from './session-end.ts';

export interface Account {
  readonly id: string;
  readonly officer: string;
  readonly sign_in_name: string;
  readonly certificate: string;
  readonly card_hash: string;
  readonly email: string | null;
  readonly created: Date;
}

export interface NewAccount extends Account {
  readonly invitation: string;
}

const COLUMNS = 'id, officer, sign_in_name, certificate, card_hash, email, created';

@Injectable()
export class AccountRepository extends Accounts {
  /** Null: none, or retired. */
  async find(tx: Tx, id: string): Promise<Account | null> {
    const [row] = await tx.query<Account>(`SELECT ${COLUMNS} FROM account WHERE id = $1 AND retired IS NULL`, [id]);
    return row ?? null;
  }

  /** Whom a new credential of an account is for, within a session. Throws Problem('not-found'). */
  async ownerOf(tx: Tx, account: string, session: string): Promise<CredentialOwner> {
    const found = await this.find(tx, account);
    if (!found) throw new Problem('not-found');
    return { bound: session, officer: found.officer, signInName: found.sign_in_name };
  }

  async insert(tx: Tx, account: NewAccount): Promise<void> {
    await tx.query(`INSERT INTO account (${COLUMNS}, invitation) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, [
      account.id, account.officer, account.sign_in_name, account.certificate, account.card_hash, account.email, account.created, account.invitation,
    ]);
  }

  /** Where notices go from now on. */
  async setAddress(tx: Tx, id: string, email: string): Promise<void> {
    await tx.query('UPDATE account SET email = $2 WHERE id = $1 AND retired IS NULL', [id, email]);
  }

  override async retire(tx: Tx, officer: string): Promise<number> {
    await this.asSystem(tx, () => tx.query('UPDATE invitation SET withdrawn = now() WHERE officer = $1 AND used IS NULL AND withdrawn IS NULL', [officer]));
    return this.retireWhere(tx, 'removed', 'officer = $1', [officer]);
  }

  override async replace(tx: Tx, officer: string, certificate: string): Promise<number> {
    return this.retireWhere(tx, 'rekeyed', 'officer = $1 AND certificate <> $2', [officer, certificate]);
  }

  override async abandon(tx: Tx, officer: string, certificate: string): Promise<number> {
    return this.retireWhere(tx, 'credential-removed', 'officer = $1 AND certificate = $2', [officer, certificate]);
  }

  override async endSessions(tx: Tx, officer: string, why: SessionEnd): Promise<number> {
    return this.asSystem(tx, () => this.sessionsEnd(tx, why, 'officer = $1', [officer]));
  }

  private async retireWhere(tx: Tx, why: SessionEnd, accounts: string, values: readonly string[]): Promise<number> {
    return this.asSystem(tx, async () => {
      const ended = await this.sessionsEnd(tx, why, accounts, values);
      // The wrapped vaults go with the credentials.
      await tx.query(`DELETE FROM credential WHERE account IN (SELECT id FROM account WHERE ${accounts})`, [...values]);
      await tx.query(`UPDATE account SET retired = now() WHERE ${accounts} AND retired IS NULL`, [...values]);
      return ended;
    });
  }

  private async sessionsEnd(tx: Tx, why: SessionEnd, accounts: string, values: readonly string[]): Promise<number> {
    return (await endingSessions(tx, why, () => tx.query(`DELETE FROM session WHERE account IN (SELECT id FROM account WHERE ${accounts}) RETURNING id`, [...values]))).length;
  }

  override async noticeAddresses(tx: Tx, officers: readonly string[]): Promise<readonly NoticeAddress[]> {
    return this.asSystem(tx, () =>
      tx.query<NoticeAddress>(
        // Who is to have new keys hears by the account that is in force until then; who left, by the one they had.
        `SELECT account, officer, email FROM (
           SELECT DISTINCT ON (officer) id AS account, officer, email FROM account WHERE officer = ANY ($1)
           ORDER BY officer, retired IS NOT NULL, retired DESC, created
         ) AS first WHERE email IS NOT NULL ORDER BY officer`,
        [officers]));
  }

  override async addressOf(tx: Tx, account: string): Promise<string | null> {
    return (await this.find(tx, account))?.email ?? null;
  }

  override async forgetAddresses(tx: Tx): Promise<void> {
    await this.asSystem(tx, async () => {
      await tx.query(`UPDATE account SET email = NULL WHERE email IS NOT NULL AND retired < now() - interval '7 days'`);
      await tx.query(`DELETE FROM address_change WHERE coalesce(confirmed + interval '7 days', expires) < now()`);
    });
  }

  override async invitationAddress(tx: Tx, invitation: string): Promise<string | null> {
    const [row] = await this.asSystem(tx, () =>
      tx.query<{ email: string | null }>('SELECT email FROM invitation WHERE id = $1 AND used IS NULL AND withdrawn IS NULL AND expires > now()', [invitation]));
    return row?.email ?? null;
  }

  override async founderCertificates(tx: Tx, authority: string): Promise<readonly string[]> {
    const rows = await this.asSystem(tx, () =>
      tx.query<{ certificate: string }>(
        `SELECT a.certificate FROM account a JOIN invitation i ON i.id = a.invitation WHERE i.purpose = 'founder' AND i.authority = $1 AND a.retired IS NULL`, [authority]));
    return rows.map(({ certificate }) => certificate);
  }

  override async cardsOfPending(tx: Tx, inForce: readonly string[]): Promise<readonly string[]> {
    const rows = await this.asSystem(tx, () =>
      tx.query<{ card: string }>('SELECT card_hash AS card FROM account WHERE retired IS NULL AND certificate NOT IN (SELECT unnest($1::text[]))', [inForce]));
    return rows.map(({ card }) => card);
  }

  override async enrolledBefore(tx: Tx, before: Date): Promise<readonly EnrolledAccount[]> {
    return this.asSystem(tx, () =>
      tx.query<EnrolledAccount>(
        `SELECT a.officer, a.certificate, i.member, i.authority FROM account a JOIN invitation i ON i.id = a.invitation
         WHERE a.retired IS NULL AND a.created <= $1 ORDER BY a.created, a.id`, [before]));
  }

  override async invitedBy(tx: Tx, officers: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.asSystem(tx, () =>
      tx.query<{ officer: string; member: string }>('SELECT officer, member FROM invitation WHERE officer = ANY ($1::uuid[]) AND member IS NOT NULL', [officers]));
    return new Map(rows.map(({ officer, member }) => [officer, member]));
  }

  override async officerOf(tx: Tx, account: string): Promise<string | null> {
    const [row] = await this.asSystem(tx, () => tx.query<{ officer: string }>('SELECT officer FROM account WHERE id = $1', [account]));
    return row?.officer ?? null;
  }

  /** What others ask through the port concerns accounts that are not the caller's: row-level security is told so, for these statements only. */
  private async asSystem<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
    const [before] = await tx.query<{ role: string }>(`SELECT current_setting('globe.role', true) AS role`);
    await tx.query(`SELECT set_config('globe.role', 'system', true)`);
    const result = await work();
    await tx.query(`SELECT set_config('globe.role', $1, true)`, [before?.role ?? '']);
    return result;
  }
}

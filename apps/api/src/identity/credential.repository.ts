import { Injectable } from '@nestjs/common';
import type { CredentialMethod } from '#protocol';
import type { Tx } from '../platform/database.ts';
import type { StoredPasskey } from './passkey-server.ts';
import { endingSessions } from './session-end.ts';

export interface Credential {
  readonly id: string;
  readonly account: string;
  readonly method: CredentialMethod;
  readonly label: string;
  readonly created: Date;
  readonly last_used: Date | null;
}
export interface Passphrase {
  readonly id: string;
  readonly account: string;
  readonly sign_in_name: string;
  readonly record: string;
  readonly totp: Buffer;
}
export interface Passkey extends StoredPasskey {
  readonly credential: string;
  readonly account: string;
}
/** The part of a new credential that depends on its method. */
export type Verifier =
  | { readonly method: 'passphrase'; readonly record: string; readonly totp: Buffer; readonly step: number }
  | { readonly method: 'passkey'; readonly passkey: StoredPasskey };

interface PasskeyRow {
  id: string;
  account: string;
  passkey_id: string;
  passkey_public_key: Buffer;
  /** bigint: the driver gives text. */
  passkey_counter: string;
  passkey_transports: string[];
}

const PASSKEY = 'id, account, passkey_id, passkey_public_key, passkey_counter, passkey_transports';
const PASSPHRASE = `SELECT c.id, c.account, a.sign_in_name, c.opaque_record AS record, c.totp_sealed AS totp
  FROM credential c JOIN account a ON a.id = c.account WHERE c.method = 'passphrase'`;

function passkeyOf(row: PasskeyRow): Passkey {
  return {
    credential: row.id, account: row.account, id: row.passkey_id, publicKey: row.passkey_public_key,
    counter: Number(row.passkey_counter), transports: row.passkey_transports,
  };
}

@Injectable()
export class CredentialRepository {
  async list(tx: Tx, account: string): Promise<Credential[]> {
    return tx.query<Credential>('SELECT id, account, method, label, created, last_used FROM credential WHERE account = $1 ORDER BY created, id', [account]);
  }

  /** The same, while no other transaction can remove one. */
  async lockAll(tx: Tx, account: string): Promise<Credential[]> {
    return tx.query<Credential>('SELECT id, account, method, label, created, last_used FROM credential WHERE account = $1 ORDER BY id FOR UPDATE', [account]);
  }

  async insert(tx: Tx, credential: Omit<Credential, 'method' | 'last_used'>, verifier: Verifier): Promise<void> {
    const { passkey } = verifier.method === 'passkey' ? verifier : { passkey: null };
    const phrase = verifier.method === 'passphrase' ? verifier : null;
    await tx.query(
      `INSERT INTO credential (id, account, method, label, created, passkey_id, passkey_public_key, passkey_counter, passkey_transports, opaque_record, totp_sealed, totp_step)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        credential.id, credential.account, verifier.method, credential.label, credential.created,
        passkey?.id ?? null, passkey?.publicKey ?? null, passkey?.counter ?? null, passkey?.transports ?? null,
        phrase?.record ?? null, phrase?.totp ?? null, phrase?.step ?? null,
      ],
    );
  }

  /** The asking session goes on under the new credential; the old one goes, with its vault and its other sessions. */
  async takePlace(tx: Tx, old: string, { id, account }: Credential, session: string | null): Promise<void> {
    if (session !== null) await tx.query('UPDATE session SET credential = $3 WHERE id = $1 AND credential = $2', [session, old, id]);
    await this.delete(tx, account, old);
  }

  /** With its vault and sessions. False when there was none of this account. */
  async delete(tx: Tx, account: string, id: string): Promise<boolean> {
    return (await endingSessions(tx, 'credential-removed', () => tx.query('DELETE FROM credential WHERE id = $1 AND account = $2 RETURNING id', [id, account]))).length > 0;
  }

  async passphraseByName(tx: Tx, signInName: string): Promise<Passphrase | null> {
    const [row] = await tx.query<Passphrase>(`${PASSPHRASE} AND a.sign_in_name = $1`, [signInName]);
    return row ?? null;
  }

  async passphraseOf(tx: Tx, account: string): Promise<Passphrase | null> {
    const [row] = await tx.query<Passphrase>(`${PASSPHRASE} AND c.account = $1`, [account]);
    return row ?? null;
  }

  async passphrase(tx: Tx, id: string): Promise<Passphrase | null> {
    const [row] = await tx.query<Passphrase>(`${PASSPHRASE} AND c.id = $1`, [id]);
    return row ?? null;
  }

  async passkeyById(tx: Tx, passkeyId: string): Promise<Passkey | null> {
    const [row] = await tx.query<PasskeyRow>(`SELECT ${PASSKEY} FROM credential WHERE passkey_id = $1`, [passkeyId]);
    return row ? passkeyOf(row) : null;
  }

  async passkeysOf(tx: Tx, account: string): Promise<Passkey[]> {
    return (await tx.query<PasskeyRow>(`SELECT ${PASSKEY} FROM credential WHERE account = $1 AND method = 'passkey'`, [account])).map(passkeyOf);
  }

  /** Marks the code of a time step as used; false when it, or a later one, was used before. */
  async useCode(tx: Tx, id: string, step: number, now: Date): Promise<boolean> {
    return (await tx.query('UPDATE credential SET totp_step = $2, last_used = $3 WHERE id = $1 AND totp_step < $2 RETURNING id', [id, step, now])).length > 0;
  }

  async usePasskey(tx: Tx, id: string, counter: number, now: Date): Promise<void> {
    await tx.query('UPDATE credential SET passkey_counter = $2, last_used = $3 WHERE id = $1', [id, counter, now]);
  }
}

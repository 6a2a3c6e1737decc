// Sessions: the cookie holds 256 random bits, the database only their SHA-256.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { CredentialMethod } from '#protocol';
import { Clock } from '../platform/clock.ts';
import type { Tx } from '../platform/database.ts';
import { currentContext } from '../platform/request-context.ts';

/** A session ends after this long without a request … */
export const IDLE_MS = 30 * 60 * 1000;
/** … and after this long in any case. */
export const ABSOLUTE_MS = 12 * 3600 * 1000;
/** `last_seen` is written at most this often. */
const TOUCH_MS = 60 * 1000;

export interface Session {
  readonly id: string;
  readonly account: string;
  readonly officer: string;
  readonly sign_in_name: string;
  readonly certificate: string;
  readonly credential: string;
  readonly method: CredentialMethod;
  readonly client: string;
  readonly address: string | null;
  readonly created: Date;
  readonly last_seen: Date;
  readonly ends: Date;
  readonly verified: Date;
}

const SELECT = `
  SELECT s.id, s.account, a.officer, a.sign_in_name, a.certificate, s.credential, c.method, s.client, s.address, s.created, s.last_seen, s.ends, s.verified
  FROM session s JOIN account a ON a.id = s.account JOIN credential c ON c.id = s.credential`;

function hashOf(token: string): Buffer {
  return createHash('sha256').update(Buffer.from(token, 'base64url')).digest();
}

@Injectable()
export class SessionRepository {
  constructor(private readonly clock: Clock) {}

  /** A new session, and its token, which exists nowhere else. Sessions of the account that are over are cleared away. */
  async begin(tx: Tx, account: string, credential: string, client: string): Promise<{ id: string; token: string }> {
    const now = this.clock.now();
    const id = randomUUID();
    const token = randomBytes(32).toString('base64url');
    await tx.query('DELETE FROM session WHERE account = $1 AND (ends <= $2 OR last_seen <= $3)', [account, now, this.idleSince(now)]);
    await tx.query(
      'INSERT INTO session (id, account, credential, token_hash, client, address, created, last_seen, ends, verified) VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $7)',
      [id, account, credential, hashOf(token), client, currentContext().address, now, new Date(now.getTime() + ABSOLUTE_MS)],
    );
    return { id, token };
  }

  /** The live session of a token, seen now; null: none, ended, or idle for too long. */
  async ofToken(tx: Tx, token: string): Promise<Session | null> {
    if (!/^[\w-]{43}$/.test(token)) return null;
    const now = this.clock.now();
    const [row] = await tx.query<Session>(`${SELECT} WHERE s.token_hash = $1 AND s.ends > $2 AND s.last_seen > $3 AND a.retired IS NULL`, [hashOf(token), now, this.idleSince(now)]);
    if (row && now.getTime() - row.last_seen.getTime() > TOUCH_MS) await tx.query('UPDATE session SET last_seen = $2 WHERE id = $1', [row.id, now]);
    return row ?? null;
  }

  async find(tx: Tx, id: string): Promise<Session | null> {
    const [row] = await tx.query<Session>(`${SELECT} WHERE s.id = $1`, [id]);
    return row ?? null;
  }

  /** Live ones, newest first. */
  async list(tx: Tx, account: string): Promise<Session[]> {
    const now = this.clock.now();
    return tx.query<Session>(`${SELECT} WHERE s.account = $1 AND s.ends > $2 AND s.last_seen > $3 ORDER BY s.created DESC, s.id`, [account, now, this.idleSince(now)]);
  }

  async verified(tx: Tx, id: string): Promise<void> {
    await tx.query('UPDATE session SET verified = $2, last_seen = $2 WHERE id = $1', [id, this.clock.now()]);
  }

  /** False when the account has no such session. */
  async end(tx: Tx, account: string, id: string): Promise<boolean> {
    return (await tx.query('DELETE FROM session WHERE id = $1 AND account = $2 RETURNING id', [id, account])).length > 0;
  }

  private idleSince(now: Date): Date {
    return new Date(now.getTime() - IDLE_MS);
  }
}

// Sessions: the cookie holds 256 random bits, the database only their SHA-256.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SessionEnd, type CredentialMethod } from '#protocol';
import { Clock } from '../platform/clock.ts';
import type { Tx } from '../platform/database.ts';
import { currentContext } from '../platform/request-context.ts';
import { endingSessions } from './session-end.ts';

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
  readonly device: string | null;
  readonly method: CredentialMethod;
  readonly client: string;
  readonly address: string | null;
  readonly created: Date;
  readonly last_seen: Date;
  readonly ends: Date;
  readonly verified: Date;
}

const SELECT = `
  SELECT s.id, s.account, a.officer, a.sign_in_name, a.certificate, s.credential, s.device, c.method, s.client, s.address, s.created, s.last_seen, s.ends, s.verified
  FROM session s JOIN account a ON a.id = s.account JOIN credential c ON c.id = s.credential`;

interface EndRow {
  readonly session: string;
  readonly why: string;
}
/** An end that was recorded, or a session that is over and was not cleared away yet. */
const ENDED = `SELECT coalesce(e.session, s.id) AS session, coalesce(e.why, 'expired') AS why FROM session_end e FULL JOIN session s ON s.id = e.session`;

const TOKEN = /^[\w-]{43}$/;

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
    await endingSessions(tx, 'expired', () => tx.query('DELETE FROM session WHERE account = $1 AND (ends <= $2 OR last_seen <= $3)', [account, now, this.idleSince(now)]));
    // Longer than any token could have been good for.
    await tx.query('DELETE FROM session_end WHERE ended <= $1', [new Date(now.getTime() - 2 * ABSOLUTE_MS)]);
    await tx.query(
      'INSERT INTO session (id, account, credential, token_hash, client, address, created, last_seen, ends, verified) VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $7)',
      [id, account, credential, hashOf(token), client, currentContext().address, now, new Date(now.getTime() + ABSOLUTE_MS)],
    );
    return { id, token };
  }

  /** The live session of a token, seen now; null: none, ended, or idle for too long. */
  async ofToken(tx: Tx, token: string): Promise<Session | null> {
    if (!TOKEN.test(token)) return null;
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

  async useDevice(tx: Tx, id: string, device: string): Promise<void> {
    await tx.query('UPDATE session SET device = $2 WHERE id = $1', [id, device]);
  }

  /** Ends the account's sessions on a device, and answers how many there were. */
  async endOnDevice(tx: Tx, account: string, device: string): Promise<number> {
    return (await endingSessions(tx, 'ended', () => tx.query('DELETE FROM session WHERE account = $1 AND device = $2 RETURNING id', [account, device]))).length;
  }

  /** False when the account has no such session. */
  async end(tx: Tx, account: string, id: string, why: SessionEnd): Promise<boolean> {
    return (await endingSessions(tx, why, () => tx.query('DELETE FROM session WHERE id = $1 AND account = $2 RETURNING id', [id, account]))).length > 0;
  }

  /** Why the session of a token is over; null: it is not, or never was. In the scope `system`. */
  async endOf(tx: Tx, token: string): Promise<SessionEnd | null> {
    if (!TOKEN.test(token)) return null;
    const [row] = await tx.query<EndRow>(`${ENDED} WHERE e.token_hash = $1 OR (s.token_hash = $1 AND (s.ends <= $2 OR s.last_seen <= $3))`, this.now([hashOf(token)]));
    return row === undefined ? null : SessionEnd.parse(row.why);
  }

  /** Those of the sessions that are over, and why. In the scope `system`. */
  async endedAmong(tx: Tx, sessions: readonly string[]): Promise<{ session: string; why: SessionEnd }[]> {
    const rows = await tx.query<EndRow>(`SELECT asked.id AS session, coalesce(e.why, CASE WHEN s.id IS NULL THEN 'ended' ELSE 'expired' END) AS why
      FROM unnest($1::uuid[]) asked (id) LEFT JOIN session s ON s.id = asked.id LEFT JOIN session_end e ON e.session = asked.id
      WHERE s.id IS NULL OR s.ends <= $2 OR s.last_seen <= $3`, this.now([sessions]));
    return rows.map(({ session, why }) => ({ session, why: SessionEnd.parse(why) }));
  }

  /** With the present moment and the one before which a session was idle for too long as further parameters. */
  private now(parameters: unknown[]): unknown[] {
    const now = this.clock.now();
    return [...parameters, now, this.idleSince(now)];
  }

  private idleSince(now: Date): Date {
    return new Date(now.getTime() - IDLE_MS);
  }
}

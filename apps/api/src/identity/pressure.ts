// How hard somebody pushes, counted in the database so that it holds across processes. See docs/adr on sign-in under attack.
import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Problem } from '#protocol';
import { Clock } from '../platform/clock.ts';
import { Database, type Tx } from '../platform/database.ts';
import { ServerSecrets } from './server-secrets.ts';

/** After `free` times, each further one makes the next wait twice as long, from `first` to `longest` seconds; forgotten after `memory` seconds of rest. */
export interface BackOff {
  readonly free: number;
  readonly first: number;
  readonly longest: number;
  readonly memory: number;
}

/** Guesses for one sign-in name from one address block, whether anybody has the name or not. */
export const GUESSES: BackOff = { free: 5, first: 2, longest: 900, memory: 3600 };
/** Wrong one-time codes after a right passphrase: only who knows the passphrase gets here. */
export const CODES: BackOff = { free: 5, first: 30, longest: 900, memory: 24 * 3600 };
/** Mails with a code to addresses that somebody names: they go to strangers. Per account. */
export const CODE_MAILS: BackOff = { free: 5, first: 60, longest: 3600, memory: 24 * 3600 };
/** A steady rate with room for bursts: seconds that one time costs, and how many seconds' worth may be spent ahead. */
export interface Rate {
  readonly cost: number;
  readonly ahead: number;
}
/** Everything that nobody in particular asks, from one address block: 4 a second, 240 at once. */
export const ANONYMOUS: Rate = { cost: 0.25, ahead: 60 };

@Injectable()
export class Pressure {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly secrets: ServerSecrets,
  ) {}

  /** The stored form of what is counted: parts joined unambiguously, hashed under a key, so that the table tells nothing. */
  key(...parts: string[]): string {
    return createHmac('sha256', this.secrets.counting).update(JSON.stringify(parts)).digest('hex');
  }

  /** Counts one more, in a transaction of its own that stays whatever follows. Throws Problem('too-many-requests') while a wait lasts; a refused try does not lengthen it. */
  async push(key: string, by: BackOff | Rate): Promise<void> {
    const wait = await this.database.transaction((tx) => ('free' in by ? this.count(tx, key, by) : this.spend(tx, key, by)), 'system');
    if (wait !== null) throw new Problem('too-many-requests', { retryAfter: wait });
  }

  /** The same inside a transaction that commits: seconds to wait, null when allowed. */
  async count(tx: Tx, key: string, { free, first, longest, memory }: BackOff): Promise<number | null> {
    const now = this.clock.now();
    const [counted] = await tx.query(
      `INSERT INTO pressure AS p (key, count, until, updated) VALUES (decode($1, 'hex'), 1, $2, $2)
       ON CONFLICT (key) DO UPDATE SET
         count = CASE WHEN p.updated < $2 - $3 * interval '1 second' THEN 1 ELSE p.count + 1 END,
         until = CASE WHEN p.updated < $2 - $3 * interval '1 second' OR p.count < $4 THEN $2
           ELSE $2 + least($5, $6 * power(2, least(p.count - $4, 30))) * interval '1 second' END,
         updated = $2
       WHERE p.until <= $2 RETURNING count`,
      [key, now, memory, free, longest, first],
    );
    if (counted) {
      await tx.query(`DELETE FROM pressure WHERE key IN (SELECT key FROM pressure WHERE updated < $1::timestamptz - interval '2 days' LIMIT 10 FOR UPDATE SKIP LOCKED)`, [now]);
      return null;
    }
    return this.waitOf(tx, key, now);
  }

  /** Generic cell rate algorithm: `until` is when all that was spent will have been paid off. */
  private async spend(tx: Tx, key: string, { cost, ahead }: Rate): Promise<number | null> {
    const now = this.clock.now();
    const [spent] = await tx.query(
      `INSERT INTO pressure AS p (key, count, until, updated) VALUES (decode($1, 'hex'), 1, $2::timestamptz + $3 * interval '1 second', $2)
       ON CONFLICT (key) DO UPDATE SET count = 1, until = greatest(p.until, $2) + $3 * interval '1 second', updated = $2
       WHERE p.until <= $2::timestamptz + ($4::float8 - $3) * interval '1 second' RETURNING count`,
      [key, now, cost, ahead],
    );
    if (spent) return null;
    const wait = await this.waitOf(tx, key, now);
    return wait === null ? null : Math.max(1, Math.ceil(wait - ahead + cost));
  }

  private async waitOf(tx: Tx, key: string, now: Date): Promise<number | null> {
    const [waiting] = await tx.query<{ until: Date }>(`SELECT until FROM pressure WHERE key = decode($1, 'hex')`, [key]);
    return waiting ? Math.max(1, Math.ceil((waiting.until.getTime() - now.getTime()) / 1000)) : null;
  }

  /** The person proved to be who they say: earlier tries are forgiven. */
  async relieve(tx: Tx, key: string): Promise<void> {
    await tx.query(`DELETE FROM pressure WHERE key = decode($1, 'hex')`, [key]);
  }
}

// Challenges waiting for their answer. Each is good once, and not for long.
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.ts';
import type { Tx } from '../platform/database.ts';
import { openAtRest, sealAtRest } from './sealed-at-rest.ts';
import { ServerSecrets } from './server-secrets.ts';

/** What is kept between the first and the second step. */
export interface AttemptStates {
  'sign-in.passphrase': { opaque: string; credential: string | null; pressure: string };
  'sign-in.passkey': { challenge: string };
  'step-up.passphrase': { opaque: string; credential: string | null };
  'step-up.passkey': { challenge: string };
  /** New credentials, of an account or at enrolment. */
  'new.passphrase': { credential: string; secret: string };
  'new.passkey': { credential: string; challenge: string };
}
export type AttemptKind = keyof AttemptStates;

/** Sign-in and step-up: milliseconds between the two steps. */
const ANSWER_MS = 2 * 60 * 1000;
/** New credentials: an authenticator app is set up and a recovery sheet printed meanwhile. */
const SET_UP_MS = 20 * 60 * 1000;

@Injectable()
export class AttemptRepository {
  constructor(
    private readonly secrets: ServerSecrets,
    private readonly clock: Clock,
  ) {}

  /** `bound`: the session or invitation that alone may answer; null for sign-in. Returns the attempt's id. */
  async begin<K extends AttemptKind>(tx: Tx, kind: K, bound: string | null, state: AttemptStates[K]): Promise<string> {
    const id = randomUUID();
    const now = this.clock.now().getTime();
    const expires = new Date(now + (kind.startsWith('new.') ? SET_UP_MS : ANSWER_MS));
    await tx.query('DELETE FROM attempt WHERE id IN (SELECT id FROM attempt WHERE expires < $1 ORDER BY expires LIMIT 20 FOR UPDATE SKIP LOCKED)', [new Date(now)]);
    await tx.query('INSERT INTO attempt (id, kind, bound, state, expires) VALUES ($1, $2, $3, $4, $5)', [
      id, kind, bound, sealAtRest(this.secrets.sealing, JSON.stringify(state), `attempt ${id}`), expires,
    ]);
    return id;
  }

  /** Uses the attempt up, if the transaction commits; null: unknown, used, over, of another kind or bound to another. */
  async take<K extends AttemptKind>(tx: Tx, kind: K, id: string, bound: string | null): Promise<AttemptStates[K] | null> {
    const [row] = await tx.query<{ state: Buffer }>(
      'DELETE FROM attempt WHERE id = $1 AND kind = $2 AND bound IS NOT DISTINCT FROM $3::uuid AND expires > $4 RETURNING state',
      [id, kind, bound, this.clock.now()],
    );
    return row ? (JSON.parse(openAtRest(this.secrets.sealing, row.state, `attempt ${id}`)) as AttemptStates[K]) : null;
  }
}

// Changes of the address for notices: sealed, one open for each account, not for long.
import { randomInt, randomUUID, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.ts';
import type { Tx } from '../platform/database.ts';
import { AddressChanges, type AddressToTell } from './identity.port.ts';
import { openAtRest, sealAtRest } from './sealed-at-rest.ts';
import { ServerSecrets } from './server-secrets.ts';

/** Mail servers that see a sender for the first time may take their quarter of an hour. */
const LIFE_MS = 30 * 60 * 1000;
/** Wrong codes after which a new one has to be asked for. */
const MISSES = 5;
const DIGITS = 8;

/** `code`: null once the change is made; `address` is then the one from before, null where there was none. */
interface Kept {
  readonly address: string | null;
  readonly code: string | null;
}
interface Row {
  readonly id: string;
  readonly account: string;
  readonly officer: string;
  readonly sealed: Buffer;
  readonly expires: Date;
  readonly confirmed: Date | null;
}

@Injectable()
export class AddressChangeRepository extends AddressChanges {
  constructor(
    private readonly secrets: ServerSecrets,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** In place of one that was open. Returns its id. */
  async begin(tx: Tx, account: string, address: string): Promise<string> {
    const id = randomUUID();
    const now = this.clock.now();
    const code = String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0');
    await tx.query('DELETE FROM address_change WHERE account = $1 AND confirmed IS NULL', [account]);
    await tx.query('INSERT INTO address_change (id, account, sealed, created, expires) VALUES ($1, $2, $3, $4, $5)', [
      id, account, this.seal(id, { address, code }), now, new Date(now.getTime() + LIFE_MS),
    ]);
    return id;
  }

  /** The open change, held until the transaction ends; null: none, or over. */
  async hold(tx: Tx, account: string): Promise<{ id: string; address: string; isCode(given: string): boolean } | null> {
    const [row] = await tx.query<Row>('SELECT id, sealed FROM address_change WHERE account = $1 AND confirmed IS NULL AND expires > $2 FOR UPDATE', [account, this.clock.now()]);
    if (!row) return null;
    const { address, code } = this.kept(row);
    return { id: row.id, address: address!, isCode: (given) => given.length === code!.length && timingSafeEqual(Buffer.from(given), Buffer.from(code!)) };
  }

  /** A wrong code; the last that is allowed ends the change. */
  async miss(tx: Tx, id: string): Promise<void> {
    await tx.query('UPDATE address_change SET misses = misses + 1 WHERE id = $1', [id]);
    await tx.query('DELETE FROM address_change WHERE id = $1 AND misses >= $2', [id, MISSES]);
  }

  /** From now on the row is about the address from before. */
  async confirm(tx: Tx, id: string, before: string | null): Promise<void> {
    await tx.query('UPDATE address_change SET sealed = $2, confirmed = $3 WHERE id = $1', [id, this.seal(id, { address: before, code: null }), this.clock.now()]);
  }

  /** Its id; null: there was none. */
  async withdraw(tx: Tx, account: string): Promise<string | null> {
    const [row] = await tx.query<{ id: string }>('DELETE FROM address_change WHERE account = $1 AND confirmed IS NULL RETURNING id', [account]);
    return row?.id ?? null;
  }

  override async toTell(tx: Tx, change: string): Promise<AddressToTell | null> {
    const [row] = await tx.query<Row>(
      `SELECT c.id, c.account, a.officer, c.sealed FROM address_change c JOIN account a ON a.id = c.account
       WHERE c.id = $1 AND (c.confirmed IS NOT NULL OR (c.expires > $2 AND a.retired IS NULL))`,
      [change, this.clock.now()],
    );
    if (!row) return null;
    const { address, code } = this.kept(row);
    return address === null ? null : { account: row.account, officer: row.officer, address, code };
  }

  override async open(tx: Tx, account: string): Promise<{ id: string; address: string; expires: Date } | null> {
    const [row] = await tx.query<Row>('SELECT id, sealed, expires FROM address_change WHERE account = $1 AND confirmed IS NULL AND expires > $2', [account, this.clock.now()]);
    return row ? { id: row.id, address: this.kept(row).address!, expires: row.expires } : null;
  }

  private seal(id: string, kept: Kept): Buffer {
    return sealAtRest(this.secrets.sealing, JSON.stringify(kept), `address ${id}`);
  }

  private kept({ id, sealed }: Pick<Row, 'id' | 'sealed'>): Kept {
    return JSON.parse(openAtRest(this.secrets.sealing, sealed, `address ${id}`)) as Kept;
  }
}

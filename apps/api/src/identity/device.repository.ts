// What the hub keeps of devices. Row-level security leaves officers their own, and security officers those of their member.
import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.ts';
import type { Tx } from '../platform/database.ts';

export interface Device {
  readonly id: string;
  readonly officer: string;
  /** Sealed; null once removed. */
  readonly description: Buffer | null;
  readonly added: Date;
  readonly last_seen: Date;
  readonly removed: Date | null;
}

export interface NewDevice {
  readonly id: string;
  readonly officer: string;
  readonly member: string | null;
  readonly description: Buffer;
}

@Injectable()
export class DeviceRepository {
  constructor(private readonly clock: Clock) {}

  /** False: it was removed. The description that came first stays. */
  async add(tx: Tx, { id, officer, member, description }: NewDevice): Promise<boolean> {
    const now = this.clock.now();
    await tx.query('INSERT INTO device (id, officer, member, description, added, last_seen) VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT DO NOTHING', [id, officer, member, description, now]);
    // Held, so that it is not removed before the session that uses it is noted.
    const [row] = await tx.query<{ removed: Date | null }>('SELECT removed FROM device WHERE id = $1 AND officer = $2 FOR UPDATE', [id, officer]);
    return row !== undefined && row.removed === null;
  }

  /** Newest first, removed ones too. */
  ofOfficer(tx: Tx, officer: string): Promise<Device[]> {
    return tx.query<Device>('SELECT id, officer, description, added, last_seen, removed FROM device WHERE officer = $1 ORDER BY added DESC, id', [officer]);
  }

  ofMember(tx: Tx, member: string): Promise<{ id: string; officer: string; seen: Date }[]> {
    return tx.query(`SELECT id, officer, date_trunc('day', last_seen, 'UTC') AS seen FROM device WHERE member = $1 AND removed IS NULL ORDER BY officer, added, id`, [member]);
  }

  /** False: not there, not the officer's, or removed before. */
  async remove(tx: Tx, officer: string, id: string): Promise<boolean> {
    const rows = await tx.query('UPDATE device SET removed = $3, description = NULL WHERE id = $1 AND officer = $2 AND removed IS NULL RETURNING id', [id, officer, this.clock.now()]);
    return rows.length > 0;
  }
}

// Security officers are reminded of officers whom nobody has attested for a year: a month ahead, then weekly while it is overdue.
import { Injectable } from '@nestjs/common';
import { attestationDue, TrustAt } from '#trust';
import { Clock } from '../platform/clock.ts';
import { Database, type Tx } from '../platform/database.ts';
import { Outbox } from '../platform/outbox.ts';
import { LiveTrust } from './live-trust.ts';

const DAY_MS = 24 * 3600 * 1000;
const AHEAD_MS = 30 * DAY_MS;
/** No sooner than this after the reminder before: once while it is due soon, weekly when it is late. */
const AGAIN_MS = { soon: AHEAD_MS, late: 7 * DAY_MS } as const;

@Injectable()
export class RemindAttestations {
  constructor(
    private readonly database: Database,
    private readonly live: LiveTrust,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** May be called by any number of workers, and often: each reminder goes once. */
  async execute(): Promise<void> {
    const now = this.clock.now();
    const view = new TrustAt(await this.live.newest());
    for (const { id } of view.members()) {
      const left = Math.min(...view.officersOf(id).map((officer) => (attestationDue(officer) ?? 0) - now.getTime()));
      if (left > AHEAD_MS) continue;
      await this.database.transaction(async (tx) => {
        const since = new Date(now.getTime() - AGAIN_MS[left <= 0 ? 'late' : 'soon']);
        if (await this.claim(tx, id, now, since)) await this.outbox.put(tx, 'attestation.due', { member: id });
      }, 'system');
    }
  }

  /** False: reminded since. */
  private async claim(tx: Tx, member: string, now: Date, since: Date): Promise<boolean> {
    const rows = await tx.query(
      `INSERT INTO attestation_reminder (member, reminded) VALUES ($1, $2)
       ON CONFLICT (member) DO UPDATE SET reminded = excluded.reminded WHERE attestation_reminder.reminded <= $3 RETURNING member`,
      [member, now, since],
    );
    return rows.length > 0;
  }
}

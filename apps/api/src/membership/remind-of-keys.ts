// Members' clients renew mailbox keys by themselves. Where none has been here to do it for a day, their officers are reminded, once a week.
import { Injectable } from '@nestjs/common';
import { EPOCH_LIFETIME_MS, TrustAt, type TrustState } from '#trust';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { Outbox } from '../platform/outbox.ts';
import { LiveTrust } from './live-trust.ts';

const DAY_MS = 24 * 3600 * 1000;
const WEEK_MS = 7 * DAY_MS;

/** Members whose keys should have been renewed for a day, by the log's clock and the hub's. Pure. */
export function overdueMembers(state: TrustState, now: number): string[] {
  const at = new TrustAt(state);
  return at.members().map(({ id }) => id).filter((member) => {
    const { standing, epoch } = at.currentEpoch(member);
    if (standing === 'stale') return epoch.staleTime !== null && now - epoch.staleTime >= DAY_MS;
    return standing === 'current' && (at.epochAge(epoch) ?? 0) >= EPOCH_LIFETIME_MS + DAY_MS;
  });
}

@Injectable()
export class RemindOfKeys {
  constructor(
    private readonly database: Database,
    private readonly live: LiveTrust,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  async execute(): Promise<void> {
    const now = this.clock.now();
    const overdue = overdueMembers(await this.live.newest(), now.getTime());
    for (const member of overdue) {
      await this.database.transaction(async (tx) => {
        const due = await tx.query(
          `INSERT INTO key_reminder AS r (member, reminded) VALUES ($1, $2)
           ON CONFLICT (member) DO UPDATE SET reminded = excluded.reminded WHERE r.reminded <= $3 RETURNING member`,
          [member, now, new Date(now.getTime() - WEEK_MS)],
        );
        if (due.length > 0) await this.outbox.put(tx, 'keys.overdue', { member });
      }, 'system');
    }
  }
}

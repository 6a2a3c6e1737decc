// Which entries are to be confirmed soon, now, or were not in time; asks for a notice for each step, once.
import { Injectable } from '@nestjs/common';
import { TrustView } from '../../membership/membership.port.ts';
import { Clock } from '../../platform/clock.ts';
import { Database, type Tx } from '../../platform/database.ts';
import { Outbox } from '../../platform/outbox.ts';
import { firstDue, stepOf } from './confirmation-cycle.ts';

/** Entries in one transaction. */
const BATCH = 200;

/**
 * For the entries of members. Row and request for the notice are one commit, and the row's key is entry, date and step: run again, in
 * another process too, it does nothing twice; killed in between, it has done nothing.
 */
@Injectable()
export class RemindConfirmations {
  constructor(
    private readonly database: Database,
    private readonly trust: TrustView,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Answers how many notices it asked for. */
  async execute(): Promise<number> {
    const members = new Map((await this.trust.mailboxes()).map(({ authority, member }) => [authority, member]));
    const authorities = [...members.keys()].toSorted();
    let asked = 0;
    for (let at = 0; at < authorities.length; at += BATCH) {
      asked += await this.database.transaction((tx) => this.batch(tx, authorities.slice(at, at + BATCH), members), 'system');
    }
    return asked;
  }

  private async batch(tx: Tx, authorities: readonly string[], members: ReadonlyMap<string, string>): Promise<number> {
    const now = this.clock.now();
    await this.beginCycles(tx, authorities, now);
    const entries = await tx.query<{ id: string; due: Date }>('SELECT id, confirmation_due AS due FROM authority WHERE id = ANY ($1::uuid[]) ORDER BY id', [authorities]);
    const steps = entries.flatMap(({ id, due }) => {
      const step = stepOf(due, now);
      return step === null ? [] : [{ authority: id, due, step }];
    });
    const fresh = await tx.query<{ authority: string; step: (typeof steps)[number]['step'] }>(
      `INSERT INTO confirmation_reminder (authority, due, step, at) SELECT authority, due, step, $2 FROM jsonb_to_recordset($1) AS s (authority uuid, due timestamptz, step text)
       ON CONFLICT DO NOTHING RETURNING authority, step`,
      [JSON.stringify(steps), now],
    );
    for (const { authority, step } of fresh) await this.outbox.put(tx, 'directory.reminder', { authority, member: members.get(authority)!, step });
    return fresh.length;
  }

  /** Entries of new members get their first date. */
  private async beginCycles(tx: Tx, authorities: readonly string[], now: Date): Promise<void> {
    const begun = await tx.query<{ id: string }>('UPDATE authority SET confirmation_due = $2 WHERE id = ANY ($1::uuid[]) AND confirmation_due IS NULL RETURNING id', [authorities, firstDue(now)]);
    if (begun.length > 0) await tx.query('SELECT refresh_authority_search($1)', [begun.map(({ id }) => id)]);
  }
}

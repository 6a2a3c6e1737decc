// Which security officers of a member have shown that they can recover. A drill counts for the certificate it was done with, for a year.
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DRILL_LIFETIME_MS, DRILLS_NEEDED, type DrillItem } from '#protocol';
import { TrustAt, type TrustState } from '#trust';
import type { Tx } from '../platform/database.ts';

export interface NewDrill {
  readonly member: string;
  readonly officer: string;
  readonly certificate: string;
  readonly done: Date;
}

@Injectable()
export class Drills {
  async add(tx: Tx, { member, officer, certificate, done }: NewDrill): Promise<void> {
    await tx.query('INSERT INTO drill (id, member, officer, certificate, done) VALUES ($1, $2, $3, $4, $5)', [randomUUID(), member, officer, certificate, done]);
  }

  /** Of all who are security officers of the member by this state. */
  async of(tx: Tx, state: TrustState, member: string, now: Date): Promise<DrillItem[]> {
    return (await this.ofAll(tx, state, [member], now)).get(member)!;
  }

  /** The same of several members, by member. */
  async ofAll(tx: Tx, state: TrustState, members: readonly string[], now: Date): Promise<ReadonlyMap<string, DrillItem[]>> {
    const rows = await tx.query<{ officer: string; certificate: string; done: Date }>('SELECT officer, certificate, max(done) AS done FROM drill WHERE member = ANY ($1) GROUP BY officer, certificate', [members]);
    const done = new Map(rows.map((row) => [`${row.officer} ${row.certificate}`, row.done]));
    const at = new TrustAt(state);
    return new Map(members.map((member) => {
      const security = at.officersOf(member).filter(({ role }) => role === 'security');
      return [member, security.map(({ id, certificate }) => drillItem(id, done.get(`${id} ${certificate}`) ?? null, now))];
    }));
  }

  async isRehearsed(tx: Tx, state: TrustState, member: string, now: Date): Promise<boolean> {
    return (await this.of(tx, state, member, now)).filter(({ counts }) => counts).length >= DRILLS_NEEDED;
  }
}

export function drillItem(officer: string, done: Date | null, now: Date): DrillItem {
  if (done === null) return { officer, done: null, due: null, counts: false };
  const due = new Date(done.getTime() + DRILL_LIFETIME_MS);
  return { officer, done: done.toISOString(), due: due.toISOString(), counts: due > now };
}

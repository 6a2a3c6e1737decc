// Members whose recovery drills are due, for the secretariat: those that have to rehearse first, first.
import { Injectable } from '@nestjs/common';
import { DRILL_NOTICE_MS, drillRoutes, type DueDrills, type RouteAnswer } from '#protocol';
import { TrustAt } from '#trust';
import { requireAccess } from '../platform/access-guard.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { currentContext } from '../platform/request-context.ts';
import { Drills } from './drills.ts';
import { LiveTrust } from './live-trust.ts';

@Injectable()
export class ListDueDrills {
  constructor(
    private readonly database: Database,
    private readonly live: LiveTrust,
    private readonly drills: Drills,
    private readonly clock: Clock,
  ) {}

  /** `cursor`: as the page before gave it. Suspended members are left out: what is asked of them is another matter. */
  async execute(limit: number, cursor: string | undefined): Promise<RouteAnswer<typeof drillRoutes.dueDrills>> {
    requireAccess(drillRoutes.dueDrills.access, currentContext().principal, this.clock.now());
    const state = await this.live.newest();
    const now = this.clock.now();
    const soon = new Date(now.getTime() + DRILL_NOTICE_MS).toISOString();
    const at = new TrustAt(state);
    const members = at.members().flatMap(({ id }) => (at.isMemberSuspended(id) ? [] : [id]));
    const all = await this.database.transaction((tx) => this.drills.ofAll(tx, state, members, now));
    const due = [...all].flatMap(([member, officers]): DueDrills[] => (officers.some((drill) => drill.due === null || drill.due <= soon) ? [{ member, officers }] : []));
    const sorted = due.map((item) => ({ item, place: placeOf(item) })).toSorted((a, b) => (a.place < b.place ? -1 : 1));
    const left = sorted.filter(({ place }) => cursor === undefined || place > cursor);
    const page = left.slice(0, limit);
    return { total: due.length, items: page.map(({ item }) => item), next: left.length > limit ? page.at(-1)!.place : null };
  }
}

/** Sorts as text: by the earliest date, those without a drill before all, then by member. */
function placeOf({ member, officers }: DueDrills): string {
  return `${officers.map(({ due }) => due ?? '0').toSorted()[0] ?? '0'} ${member}`;
}

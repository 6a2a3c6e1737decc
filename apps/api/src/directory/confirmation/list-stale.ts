import { Injectable } from '@nestjs/common';
import { directoryConfirmationRoutes, Problem, StaleEntry, Uuid, type RouteAnswer, type RouteInput } from '#protocol';
import { requireAccess } from '../../platform/access-guard.ts';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database.ts';
import { currentContext } from '../../platform/request-context.ts';
import { MembersNow } from '../members-now.ts';

type Route = typeof directoryConfirmationRoutes.staleEntries;
const TIME = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
/** Sorts after every date, for entries without one. */
const NEVER = 'infinity';

/** For the secretariat: entries that nobody stands behind any more, those that were due longest ago first, those never asked for last. */
@Injectable()
export class ListStale {
  constructor(
    private readonly database: Database,
    private readonly members: MembersNow,
    private readonly clock: Clock,
  ) {}

  /** Throws Problem('bad-request') for a foreign cursor. */
  async execute({ members: only, limit, cursor }: RouteInput<Route>['query']): Promise<RouteAnswer<Route>> {
    const { principal } = currentContext();
    requireAccess(directoryConfirmationRoutes.staleEntries.access, principal, this.clock.now());
    const [due, id] = cursor === undefined ? [null, null] : readCursor(cursor);
    const members = new Set((await this.members.byAuthority()).keys());
    const rows = await this.database.transaction((tx) =>
      tx.query<StaleEntry & { cursor: string }>(
        `SELECT a.id, a.state, (SELECT n.name FROM authority_name n WHERE n.authority = a.id AND n.visibility = 'public' ORDER BY n.language <> 'en' OR n.kind NOT IN ('official', 'rendering'), n.position LIMIT 1) AS name,
           ${TIME('a.confirmed')} AS confirmed, ${TIME('a.confirmation_due')} AS due, a.id = ANY ($2::uuid[]) AS member,
           (SELECT json_build_object('step', r.step, 'at', ${TIME('r.at')}) FROM confirmation_reminder r WHERE r.authority = a.id AND r.due = a.confirmation_due ORDER BY r.at DESC LIMIT 1) AS reminded,
           coalesce(a.confirmation_due, '${NEVER}')::text AS cursor
         FROM authority a
         WHERE (a.confirmed IS NULL OR a.confirmation_due < $1) AND (NOT $3 OR a.id = ANY ($2::uuid[]))
           AND ($4::timestamptz IS NULL OR (coalesce(a.confirmation_due, '${NEVER}'), a.id) > ($4, $5::uuid))
         ORDER BY coalesce(a.confirmation_due, '${NEVER}'), a.id LIMIT $6`,
        [this.clock.now(), [...members], only === 'true', due, id, limit + 1],
      ),
    );
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return { items: shown.map((row) => StaleEntry.parse(row)), next: last && rows.length > limit ? `${last.cursor}_${last.id}` : null };
  }
}

function readCursor(text: string): [string, string] {
  const [due = '', id = ''] = text.split('_');
  const known = due === NEVER || /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?$/.test(due);
  if (!known || !Uuid.safeParse(id).success) throw new Problem('bad-request', { fields: [{ path: 'query.cursor', reason: 'not a cursor that this list gave' }] });
  return [due, id];
}

// Recovery drills, without which a member does not go live.
import { z } from 'zod';
import { Timestamp, Uuid } from '../ids.ts';
import { roles, routeTable, stepUp } from '../route.ts';

/** A drill counts so long; then it is to be done again. */
export const DRILL_LIFETIME_MS = 365 * 24 * 3600 * 1000;
/** So long ahead a drill is shown as due. */
export const DRILL_NOTICE_MS = 30 * 24 * 3600 * 1000;
/** Security officers of a member whose drills must count before it goes live. */
export const DRILLS_NEEDED = 2;

export const DrillItem = z.object({
  officer: Uuid,
  /** The last drill with the certificate the officer has now; null: none. */
  done: Timestamp.nullable(),
  /** When the next one is due; null: now. */
  due: Timestamp.nullable(),
  /** Done, and not over a year ago. */
  counts: z.boolean(),
});
export type DrillItem = z.infer<typeof DrillItem>;

/** A member of which a security officer has never rehearsed, not with the present keys, or is to rehearse again within 30 days. */
export const DueDrills = z.object({ member: Uuid, /** All of its security officers. */ officers: z.array(DrillItem) });
export type DueDrills = z.infer<typeof DueDrills>;

export const drillRoutes = routeTable({
  recordDrill: {
    method: 'POST', path: '/api/drills', summary: 'I opened my vault with the recovery sheet on a device that knew nothing of me', access: stepUp(roles('security')),
    response: DrillItem, status: 201,
  },
  dueDrills: {
    method: 'GET', path: '/api/drills/due', summary: 'Members whose recovery drills are due, the most urgent first', access: roles('secretariat'),
    query: z.object({ limit: z.coerce.number().int().min(1).max(100).default(20), cursor: z.string().max(100).optional() }),
    response: z.object({ total: z.int(), items: z.array(DueDrills), next: z.string().nullable() }),
  },
  drills: {
    method: 'GET', path: '/api/members/:member/drills', summary: 'Drills of a member’s security officers, its own or for the secretariat', access: roles('security', 'secretariat'),
    params: z.strictObject({ member: Uuid }), response: z.object({ items: z.array(DrillItem) }),
  },
});

// The yearly confirmation of entries by the authorities themselves, and which entries lack it.
import { z } from 'zod';
import { StateCode, Timestamp, Uuid } from '../ids.ts';
import { roles, routeTable } from '../route.ts';

export const StaleEntry = z.object({
  id: Uuid,
  state: StateCode,
  name: z.string(),
  confirmed: Timestamp.nullable(),
  /** When it was, or is, to be confirmed; null: nobody was asked, as it is no member's entry. */
  due: Timestamp.nullable(),
  member: z.boolean(),
  /** The last reminder for this date. */
  reminded: z.object({ step: z.enum(['month-before', 'week-before', 'day', 'overdue', 'escalated']), at: Timestamp }).nullable(),
});
export type StaleEntry = z.infer<typeof StaleEntry>;

export const directoryConfirmationRoutes = routeTable({
  confirmEntry: {
    method: 'POST', path: '/api/directory/authorities/:id/confirmation', summary: 'Confirm the entry of one’s own authority as it stands', access: roles('security'), params: z.object({ id: Uuid }),
    /** The version that was looked at. */
    body: z.strictObject({ version: z.int().min(1) }), response: z.object({ confirmed: Timestamp, due: Timestamp }),
  },
  staleEntries: {
    method: 'GET', path: '/api/directory/stale', summary: 'Entries that are not, or no longer, confirmed', access: roles('secretariat'),
    query: z.object({ /** Of members only. */ members: z.enum(['true', 'false']).optional(), limit: z.coerce.number().int().min(1).max(100).default(25), cursor: z.string().max(100).optional() }),
    response: z.object({ items: z.array(StaleEntry), next: z.string().nullable() }),
  },
});

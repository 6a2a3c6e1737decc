// What a signed-in client hears at once: that its session is over, that the trust log has grown. Never content.
import { z } from 'zod';
import { SIGNED_IN, routeTable } from '../route.ts';

/**
 * Why a session is over. signed-out: by itself. ended: by its owner, from another one. credential-removed: the way to sign in that began it is gone.
 * expired: too long without a request, or too old. The others by a statement of the trust log about its officer, who was removed, suspended, given another
 * certificate, or given a role that no longer reads.
 */
export const SessionEnd = z.enum(['signed-out', 'ended', 'credential-removed', 'expired', 'removed', 'suspended', 'rekeyed', 'role-changed']);
export type SessionEnd = z.infer<typeof SessionEnd>;

/** One event of the stream, the JSON after `data: `. */
export const LiveEvent = z.discriminatedUnion('event', [
  /** The first of each stream: whose it is. */
  z.strictObject({ event: z.literal('hello'), officer: z.string(), session: z.string(), size: z.int().min(0) }),
  /** The last of a stream. */
  z.strictObject({ event: z.literal('session-ended'), why: SessionEnd }),
  /** The trust log has at least this many entries: a nudge to follow it, not something to believe. */
  z.strictObject({ event: z.literal('trust-log'), size: z.int().min(0) }),
]);
export type LiveEvent = z.infer<typeof LiveEvent>;

/** The hub writes at least a comment this often, milliseconds: who hears nothing for some of these asks for itself. */
export const LIVE_BEAT_MS = 4000;

export const liveRoutes = routeTable({
  live: {
    method: 'GET', path: '/api/live', summary: 'Server-sent events for this session: that it ended and why, that the trust log has grown. No content', access: SIGNED_IN,
    response: 'text', media: ['text/event-stream'],
  },
});

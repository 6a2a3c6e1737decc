// Notices: mail without content. With no mail server configured they are kept, and their addressee may read them here.
import { z } from 'zod';
import { Timestamp, Uuid } from '../ids.ts';
import { SIGNED_IN, routeTable } from '../route.ts';
import { UN_LANGUAGES } from './directory.ts';

export const NoticeKind = z.enum([
  'message-waiting',
  'new-sign-in',
  'credential-added',
  'credential-removed',
  'invitation',
  'membership-changed',
  'keys-overdue',
  'directory-proposal',
  'directory-decided',
  'directory-confirm',
  'directory-overdue',
  'directory-escalated',
  'attestation-due',
  'application-changed',
  'application-waits',
  'about-you',
  'member-stopped',
  'network-changed',
  'reissue-announced',
  'routine-changed',
]);
export type NoticeKind = z.infer<typeof NoticeKind>;

export const SpooledNotice = z.object({
  id: Uuid,
  kind: NoticeKind,
  /** mul (ISO 639-2): in all six, because the addressee's is not known. */
  language: z.enum([...UN_LANGUAGES, 'mul']),
  subject: z.string(),
  text: z.string(),
  created: Timestamp,
});
export type SpooledNotice = z.infer<typeof SpooledNotice>;

export const noticesRoutes = routeTable({
  spool: {
    method: 'GET', path: '/api/notices/spool', summary: 'The caller’s own notices that were kept because no mail server is configured', access: SIGNED_IN,
    query: z.object({ limit: z.coerce.number().int().min(1).max(100).default(50) }),
    response: z.object({ /** A mail server is configured: new notices are sent, not kept. */ mailed: z.boolean(), items: z.array(SpooledNotice) }),
  },
});

// Notices: mail without content. Their addressee reads here what was sent, and what was kept where no mail server is configured.
import { z } from 'zod';
import { Timestamp, Uuid } from '../ids.ts';
import { roles, routeTable, SIGNED_IN, stepUp } from '../route.ts';
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
  'address-code',
  'address-changed',
]);
export type NoticeKind = z.infer<typeof NoticeKind>;

/** What an officer may do without, by topic. All other notices (keys, roster, sign-in, stops and re-issues among them) always go. */
export const OPTIONAL_NOTICES = {
  messages: ['message-waiting'],
  routine: ['routine-changed'],
  directory: ['directory-proposal', 'directory-decided', 'directory-confirm', 'directory-overdue', 'directory-escalated'],
  attestation: ['attestation-due'],
  applications: ['application-waits'],
} as const satisfies Readonly<Record<string, readonly NoticeKind[]>>;
export const NoticeTopic = z.enum(Object.keys(OPTIONAL_NOTICES) as [keyof typeof OPTIONAL_NOTICES, ...(keyof typeof OPTIONAL_NOTICES)[]]);
export type NoticeTopic = z.infer<typeof NoticeTopic>;

export const NoticePreferences = z.strictObject({
  /** Null: by the languages on the officer's card; all six where it has none of them. */
  language: z.enum(UN_LANGUAGES).nullable(),
  /** Topics that are not sent. */
  unwanted: z.array(NoticeTopic).max(NoticeTopic.options.length).refine((topics) => new Set(topics).size === topics.length),
});
export type NoticePreferences = z.infer<typeof NoticePreferences>;

export const OwnNotice = z.object({
  id: Uuid,
  kind: NoticeKind,
  /** waiting: not sent yet; refused: the mail server said that it never takes mail for this address; kept: no mail server is configured. */
  state: z.enum(['waiting', 'sent', 'refused', 'kept']),
  /** The mail server's reply code (RFC 5321, section 4.2), where it refused. */
  reply: z.int().nullable(),
  /** mul (ISO 639-2): in all six, because the addressee's is not known. */
  language: z.enum([...UN_LANGUAGES, 'mul']),
  subject: z.string(),
  text: z.string(),
  created: Timestamp,
});
export type OwnNotice = z.infer<typeof OwnNotice>;

/** Mail to an address fails: refused, or not taken for a day, since the last one that went. */
export const MailTrouble = z.object({ since: Timestamp, notices: z.int(), /** The last reply code, where the mail server refused. */ reply: z.int().nullable() });
export type MailTrouble = z.infer<typeof MailTrouble>;

/** Eight digits, as mailed to a new address; groups are forgiven. */
export const AddressCode = z.string().max(20).transform((typed) => typed.replaceAll(/[\s-]/g, '')).pipe(z.string().regex(/^\d{8}$/));

/** A change of the address for notices that waits for its code, and what became of the mail with it. */
export const AddressChange = z.object({
  address: z.string(),
  expires: Timestamp,
  state: z.enum(['waiting', 'sent', 'refused']),
  /** The mail server's reply code, where it refused. */
  reply: z.int().nullable(),
});
export type AddressChange = z.infer<typeof AddressChange>;

export const noticesRoutes = routeTable({
  own: {
    method: 'GET', path: '/api/notices', summary: 'The caller’s own notices of the last 90 days, newest first, and what became of each', access: SIGNED_IN,
    query: z.object({ limit: z.coerce.number().int().min(1).max(100).default(20), /** Those older than this one. */ before: Uuid.optional() }),
    response: z.object({
      /** A mail server is configured: new notices are sent, not kept. */
      mailed: z.boolean(),
      /** Where mail goes; null: nowhere, no address was given. */
      address: z.string().nullable(),
      changing: AddressChange.nullable(),
      trouble: MailTrouble.nullable(),
      items: z.array(OwnNotice),
      next: Uuid.nullable(),
    }),
  },
  preferences: { method: 'GET', path: '/api/notices/preferences', summary: 'Which mails I want and in which language', access: SIGNED_IN, response: NoticePreferences },
  prefer: { method: 'PUT', path: '/api/notices/preferences', summary: 'Choose them; urgent ones always go', access: SIGNED_IN, body: NoticePreferences, response: NoticePreferences },
  askAddress: {
    method: 'POST', path: '/api/notices/address', summary: 'Begin changing where my notices go: a code is mailed to the new address', access: stepUp(SIGNED_IN),
    body: z.strictObject({ address: z.email().max(254) }),
  },
  confirmAddress: { method: 'PUT', path: '/api/notices/address', summary: 'Change it, by the code; the address from before is told', access: stepUp(SIGNED_IN), body: z.strictObject({ code: AddressCode }) },
  withdrawAddress: { method: 'DELETE', path: '/api/notices/address', summary: 'Give up a change that waits for its code', access: SIGNED_IN },
  failures: {
    method: 'GET', path: '/api/members/:member/notice-failures', summary: 'Officers of my member whom mail does not reach, without addresses', access: roles('security'),
    params: z.strictObject({ member: Uuid }), response: z.object({ items: z.array(z.object({ officer: Uuid, ...MailTrouble.shape })) }),
  },
});

// Application to admission: the public form, kept sealed, and the secretariat's queue and checklist.
import { z } from 'zod';
import {
  ApplicationState, CheckMeans, Checklist, ChecklistStep, DecisionReason, DRAFT_LIMIT, FORM_LIMIT, InstrumentKind, NOTE_LIMIT, SCAN_LIMIT,
} from '../application.ts';
import { base64UrlOf, Hash, StateCode, text, Timestamp, Uuid, UuidV7 } from '../ids.ts';
import { MESSAGE_LIMITS } from '../message.ts';
import { PUBLIC, roles, routeTable, stepUp } from '../route.ts';
import { UN_LANGUAGES } from './directory.ts';

const SECRETARIAT_ONLY = roles('secretariat');
/** Derived from the token in the applicant's link: opens the application at the hub, and decrypts nothing. */
const AccessSecret = base64UrlOf(32, 32);

/** What the hub knows of an application besides ciphertext. */
export const ApplicationHead = z.strictObject({
  state: StateCode,
  /** Directory id; null: a body that the directory does not have. */
  authority: Uuid.nullable(),
  authorityName: text(300),
  /** Where to say that something changed; nothing else is said there. */
  email: z.email().max(254).nullable(),
  language: z.enum(UN_LANGUAGES),
});
export type ApplicationHead = z.infer<typeof ApplicationHead>;

export const LetterKey = z.strictObject({ /** SHA-256 of the officer's certificate. */ certificate: Hash, packet: base64UrlOf(MESSAGE_LIMITS.keyPacket, 64) });
export type LetterKey = z.infer<typeof LetterKey>;
/** Sealed to officers of the secretariat: one body, a key packet for each of them. */
const Letter = (limit: number) => z.strictObject({ id: UuidV7, body: base64UrlOf(limit + limit / 8 + 4096, 64), keys: z.array(LetterKey).min(1).max(50) });

/** As the applicant sees it; `note` is sealed under the form's reply key. */
const HistoryItem = z.object({ at: Timestamp, state: ApplicationState, reason: DecisionReason.nullable(), note: z.string().nullable() });

export const ApplicantView = z.object({
  id: Uuid,
  state: ApplicationState,
  /** Ciphertext under a key that the hub does not have; null once the application is closed. */
  draft: z.string().nullable(),
  /** Grows with each save; the next save names it. */
  version: z.int(),
  /** How often it was submitted. */
  submission: z.int(),
  head: ApplicationHead.nullable(),
  history: z.array(HistoryItem),
  /** When it ends if nothing happens. */
  expires: Timestamp.nullable(),
});
export type ApplicantView = z.infer<typeof ApplicantView>;

export const ApplicationItem = z.object({
  id: Uuid,
  state: ApplicationState,
  country: StateCode,
  authority: Uuid.nullable(),
  authorityName: z.string(),
  submitted: Timestamp,
  /** The last act of anybody. */
  changed: Timestamp,
  /** Nobody acted for longer than the hub's reminder time. */
  stale: z.boolean(),
  stepsDone: z.int(),
  steps: z.int(),
});
export type ApplicationItem = z.infer<typeof ApplicationItem>;

/** A sealed text with the caller's own key packet; null: not wrapped for the caller yet. */
const SealedForMe = z.object({ id: Uuid, body: z.string(), packet: z.string().nullable() });

export const StepCheck = z.object({
  id: Uuid,
  step: z.string(),
  officer: Uuid,
  at: Timestamp,
  means: CheckMeans,
  note: SealedForMe.nullable(),
  /** For the founders' identity: the certificates whose words were compared. */
  certificates: z.array(Hash),
  /** Of an earlier submission: shown, and not counted. */
  earlier: z.boolean(),
});
export type StepCheck = z.infer<typeof StepCheck>;

export const ApplicationDetail = ApplicationItem.omit({ steps: true, stepsDone: true }).extend({
  submission: z.int(),
  form: SealedForMe,
  /** As configured when it was filed. */
  steps: z.array(ChecklistStep),
  checks: z.array(StepCheck),
  /** Steps that still lack somebody. */
  missing: z.array(z.string()),
  /** Certificates of founders whose identity enough officers proved. */
  proved: z.array(Hash),
  proposal: Uuid.nullable(),
  history: z.array(HistoryItem.extend({ officer: Uuid.nullable() })),
});
export type ApplicationDetail = z.infer<typeof ApplicationDetail>;

/** Padding takes an eighth more at most. */
const SEALED_SCAN_LIMIT = SCAN_LIMIT + SCAN_LIMIT / 8;
const ById = z.strictObject({ application: UuidV7 });
const WithAccess = z.strictObject({ access: AccessSecret });

export const applicationRoutes = routeTable({
  secretariatKeys: {
    method: 'GET', path: '/api/applications/secretariat', summary: 'The statements of the trust log that make the secretariat’s roster, with its certificates: to be believed only after comparing the network’s phrase', access: PUBLIC,
    /** `entries`: leaf data, base64url, of the secretariat's roster only, in order. */
    response: z.object({ entries: z.array(z.string()), certificates: z.array(z.string()) }),
  },
  requirements: {
    method: 'GET', path: '/api/applications/requirements', summary: 'By which instruments a State nominates', access: PUBLIC,
    query: z.strictObject({ state: StateCode }), response: z.object({ instruments: z.array(InstrumentKind) }),
  },
  openApplication: { method: 'POST', path: '/api/applications/open', summary: 'The application that a link opens', access: PUBLIC, body: WithAccess, response: ApplicantView },
  saveDraft: {
    method: 'PUT', path: '/api/applications/:application/draft', summary: 'Keep a draft, sealed by the applicant; `version` is the one it replaces, 0 at first', access: PUBLIC, params: ById,
    body: WithAccess.extend({ draft: base64UrlOf(DRAFT_LIMIT, 28), version: z.int().min(0) }), response: ApplicantView,
  },
  storeScan: {
    method: 'PUT', path: '/api/applications/:application/scan', summary: 'Keep the sealed scan of the instrument', access: PUBLIC, params: ById,
    body: WithAccess.extend({ sealed: base64UrlOf(SEALED_SCAN_LIMIT, 64) }), bodyLimit: (SEALED_SCAN_LIMIT * 4) / 3 + 4096,
  },
  submitApplication: {
    method: 'POST', path: '/api/applications/:application/submissions', summary: 'Submit, or submit again after a return; the same letter again is answered alike', access: PUBLIC, params: ById,
    body: WithAccess.extend({ head: ApplicationHead, scan: Hash, letter: Letter(FORM_LIMIT) }), response: ApplicantView,
  },
  withdrawApplication: { method: 'POST', path: '/api/applications/:application/withdrawal', summary: 'Withdraw it; a draft is deleted', access: PUBLIC, params: ById, body: WithAccess },

  applications: {
    method: 'GET', path: '/api/secretariat/applications', summary: 'Applications, newest first', access: SECRETARIAT_ONLY,
    query: z.strictObject({
      state: z.enum(['open', 'all', ...ApplicationState.options]).default('open'),
      country: StateCode.optional(),
      q: text(200).optional(),
      stale: z.enum(['true']).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(25),
      cursor: UuidV7.optional(),
    }),
    response: z.object({ items: z.array(ApplicationItem), next: Uuid.nullable(), /** How many wait: open ones, and stale ones among them. */ open: z.int(), stale: z.int() }),
  },
  application: { method: 'GET', path: '/api/secretariat/applications/:application', summary: 'One application, sealed parts as they are', access: SECRETARIAT_ONLY, params: ById, response: ApplicationDetail },
  applicationScan: { method: 'GET', path: '/api/secretariat/applications/:application/scan', summary: 'The sealed scan', access: SECRETARIAT_ONLY, params: ById, response: 'bytes' },
  checkStep: {
    method: 'POST', path: '/api/secretariat/applications/:application/checks', summary: 'A step of the checklist was done by the caller', access: stepUp(SECRETARIAT_ONLY), params: ById,
    body: z.strictObject({ id: Uuid, step: z.string().max(40), means: CheckMeans, note: Letter(NOTE_LIMIT).nullable(), certificates: z.array(Hash).max(10) }), response: ApplicationDetail,
  },
  uncheckStep: {
    method: 'DELETE', path: '/api/secretariat/applications/:application/checks/:check', summary: 'Take back a check of one’s own', access: SECRETARIAT_ONLY,
    params: z.strictObject({ application: UuidV7, check: Uuid }), response: ApplicationDetail,
  },
  decideApplication: {
    method: 'POST', path: '/api/secretariat/applications/:application/decisions', summary: 'Return it to the applicant, or refuse it, with a reason', access: stepUp(SECRETARIAT_ONLY), params: ById,
    /** `note`: sealed under the form's reply key. */
    body: z.strictObject({ decision: z.enum(['returned', 'refused']), reason: DecisionReason, note: base64UrlOf(NOTE_LIMIT, 28).nullable() }), response: ApplicationDetail,
  },
  linkAuthority: {
    method: 'PUT', path: '/api/secretariat/applications/:application/authority', summary: 'Say which entry of the directory applies', access: SECRETARIAT_ONLY, params: ById,
    body: z.strictObject({ authority: Uuid }), response: ApplicationDetail,
  },

  lettersLacking: {
    method: 'POST', path: '/api/secretariat/letters/query', summary: 'Sealed texts that the caller can open and the officer with this certificate cannot', access: SECRETARIAT_ONLY,
    body: z.strictObject({ certificate: Hash }), response: z.object({ letters: z.array(z.object({ id: Uuid, body: z.string(), packet: z.string() })), more: z.boolean() }),
  },
  addLetterKeys: {
    method: 'POST', path: '/api/secretariat/letters/keys', summary: 'Wrap them for that officer', access: SECRETARIAT_ONLY,
    body: z.strictObject({ certificate: Hash, keys: z.array(z.strictObject({ letter: UuidV7, packet: base64UrlOf(MESSAGE_LIMITS.keyPacket, 64) })).min(1).max(100) }),
  },

  checklists: {
    method: 'GET', path: '/api/secretariat/checklists', summary: 'What is checked: for all States, and for those that have a list of their own', access: SECRETARIAT_ONLY,
    /** `state` null: for all others. `version` 0: as the software has it. */
    response: z.object({ items: z.array(Checklist.extend({ state: StateCode.nullable(), version: z.int(), changed: Timestamp.nullable(), changedBy: Uuid.nullable() })) }),
  },
  editChecklist: {
    method: 'PUT', path: '/api/secretariat/checklists', summary: 'Change it for applications that are filed from now on; `checklist` null: the State has none of its own any more', access: stepUp(SECRETARIAT_ONLY),
    body: z.strictObject({ state: StateCode.nullable(), version: z.int().min(0), checklist: Checklist.nullable() }),
  },
});

// An authority's application to be admitted: what the secretariat's officers read, what the hub knows, and what is to be checked.
import { z } from 'zod';
import { base64UrlOf, Hash, StateCode, text, Uuid, UuidV7 } from './ids.ts';

/** Plain bytes of the scan; it is stored sealed, as one attachment part. */
export const SCAN_LIMIT = 8 * 1024 * 1024;
/** The sealed form, the sealed draft, and one sealed note, bytes. */
export const FORM_LIMIT = 64 * 1024;
export const DRAFT_LIMIT = 64 * 1024;
export const NOTE_LIMIT = 16 * 1024;

/** draft: the hub holds ciphertext that nobody but the applicant opens. The last four are final. */
export const APPLICATION_STATES = ['draft', 'received', 'checking', 'returned', 'admitted', 'refused', 'withdrawn', 'expired'] as const;
export const ApplicationState = z.enum(APPLICATION_STATES);
export type ApplicationState = z.infer<typeof ApplicationState>;
export const OPEN_STATES = ['received', 'checking', 'returned'] as const satisfies readonly ApplicationState[];

/** Why an application was returned or refused, in one word; what else there is to say is sealed to the applicant. */
export const DecisionReason = z.enum([
  'incomplete', 'instrument-illegible', 'instrument-insufficient', 'not-confirmed', 'article-36-unclear', 'identity-not-proved', 'authority-unclear', 'duplicate', 'not-eligible', 'other',
]);
export type DecisionReason = z.infer<typeof DecisionReason>;

/** What a State nominates by; which of them it uses, the secretariat sets State by State. */
export const InstrumentKind = z.enum(['note-verbale', 'ministerial-letter', 'decree', 'notification', 'other']);
export type InstrumentKind = z.infer<typeof InstrumentKind>;

/** Article 36 of UNCAC asks each State party for a body or persons specialised in combating corruption through law enforcement. */
export const Article36 = z.enum(['designated', 'notified', 'competent', 'in-preparation', 'none']);
export type Article36 = z.infer<typeof Article36>;

export const StepKind = z.enum(['article-36', 'state-confirmation', 'instrument', 'founders-identity', 'other']);
export type StepKind = z.infer<typeof StepKind>;

export const ChecklistStep = z.strictObject({
  /** Names the step as long as it is on the list. */
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  kind: StepKind,
  /** What is to be done, for kind `other`; the others have their words in the portal. */
  words: text(200).nullable(),
  /** How many different officers must have done it. */
  persons: z.int().min(1).max(2),
});
export type ChecklistStep = z.infer<typeof ChecklistStep>;

/** Without the founders' identity proved out of band nobody is admitted: that step cannot be left out. */
export const Checklist = z.strictObject({
  steps: z
    .array(ChecklistStep)
    .min(1)
    .max(12)
    .refine((steps) => new Set(steps.map(({ id }) => id)).size === steps.length, 'two steps have one id')
    .refine((steps) => steps.filter(({ kind }) => kind === 'founders-identity').length === 1, 'the identity of the founders is proved once')
    .refine((steps) => steps.every(({ kind, words }) => (kind === 'other') === (words !== null)), 'words belong to a step of one’s own'),
  instruments: z.array(InstrumentKind).min(1).max(5),
});
export type Checklist = z.infer<typeof Checklist>;

export const DEFAULT_CHECKLIST: Checklist = {
  steps: [
    { id: 'article-36', kind: 'article-36', words: null, persons: 1 },
    { id: 'state-confirmation', kind: 'state-confirmation', words: null, persons: 1 },
    { id: 'instrument', kind: 'instrument', words: null, persons: 1 },
    { id: 'founders-identity', kind: 'founders-identity', words: null, persons: 2 },
  ],
  instruments: ['note-verbale', 'ministerial-letter', 'decree', 'notification', 'other'],
};

/** How a step was done. */
export const CheckMeans = z.enum(['known-telephone', 'in-person', 'video', 'official-letter', 'mission', 'public-record', 'other']);
export type CheckMeans = z.infer<typeof CheckMeans>;

/** Somebody to speak to: personal data, inside of the sealed form only. */
export const ApplicationPerson = z.strictObject({ name: text(200), function: text(200), telephone: text(60), email: text(254, 0) });
export type ApplicationPerson = z.infer<typeof ApplicationPerson>;

/** The sealed scan: its key and the SHA-256 of its ciphertext travel inside of the form. */
export const ScanRef = z.strictObject({ id: UuidV7, name: text(255), size: z.int().min(1).max(SCAN_LIMIT), key: base64UrlOf(32, 32), hash: Hash });
export type ScanRef = z.infer<typeof ScanRef>;

/** What the applicant writes; nothing of it reaches the hub in clear but the head. */
export const ApplicationForm = z.strictObject({
  version: z.literal(1),
  /** ISO 3166-1 alpha-2. */
  state: StateCode,
  /** Directory id; null: described in words below. */
  authority: Uuid.nullable(),
  authorityName: text(300),
  description: text(2000, 0),
  legalBasis: text(4000),
  article36: Article36,
  focalPoints: z.array(ApplicationPerson).min(1).max(5),
  /** Those who are to found the member: two at least. */
  securityOfficers: z.array(ApplicationPerson).min(2).max(6),
  /** Who in the State can confirm it: its mission, or its central authority. */
  confirmation: text(1000),
  instrument: z.strictObject({ kind: InstrumentKind, reference: text(300), scan: ScanRef }),
  /** The key by which the secretariat answers this applicant. */
  replyKey: base64UrlOf(32, 32),
});
export type ApplicationForm = z.infer<typeof ApplicationForm>;

const DraftPerson = z.strictObject({ name: text(200, 0), function: text(200, 0), telephone: text(60, 0), email: text(254, 0) });

/** The form as far as it has been written: what the draft at the hub decrypts to, for its writer alone. */
export const ApplicationDraft = z.strictObject({
  state: StateCode.nullable(),
  authority: Uuid.nullable(),
  authorityName: text(300, 0),
  description: text(2000, 0),
  legalBasis: text(4000, 0),
  article36: Article36.nullable(),
  focalPoints: z.array(DraftPerson).max(5),
  securityOfficers: z.array(DraftPerson).max(6),
  confirmation: text(1000, 0),
  instrument: z.strictObject({ kind: InstrumentKind.nullable(), reference: text(300, 0), scan: ScanRef.nullable() }),
  /** Where the hub may say that something changed. */
  email: text(254, 0),
});
export type ApplicationDraft = z.infer<typeof ApplicationDraft>;

// What an entry of the directory says: all its values, each with an id that stays, its audience and its source. The same form is
// read, proposed, merged, kept as a version and imported. A value is a whole item: changing any part of it changes the value.
import { z } from 'zod';
import type { ContentPart } from './entry/content-diff.ts';
import { LanguageTag, StateCode, Uuid } from './ids.ts';

/** What a body is, in general; what it is designated for stands in its designations. */
export const AuthorityKind = z.enum([
  'central-authority-mla', 'central-authority-extradition', 'asset-recovery-focal-point', 'prevention-authority',
  'civil-administrative-focal-point', 'law-enforcement-authority', 'fiu', 'prosecution-service', 'court',
  'anti-corruption-body', 'ministry', 'police', 'audit-institution', 'other',
]);
export type AuthorityKind = z.infer<typeof AuthorityKind>;

/** What a State designated a body for, in groups that can be searched; the source's own words stand beside. */
export const DesignatedFunction = z.enum([
  'mla', 'judicial-mla', 'extradition', 'provisional-arrest', 'asset-recovery', 'prevention', 'law-enforcement', 'fiu',
  'contact-24-7', 'civil-administrative', 'service-of-documents', 'child-and-adult-protection', 'apostille', 'other',
]);
export type DesignatedFunction = z.infer<typeof DesignatedFunction>;

/** Who may see a value. government: anybody on a roster of the network; members: officers of members, and the secretariat. */
export const Visibility = z.enum(['public', 'government', 'members']);
export type Visibility = z.infer<typeof Visibility>;

/** Where a value was read, and the date the source gives for it (year, month or day); null: the source gives none. */
export const Provenance = z.object({ source: z.string(), date: z.string().nullable() });
export type Provenance = z.infer<typeof Provenance>;

export const Purpose = z.enum(['general', 'urgent', 'duty']);
export type Purpose = z.infer<typeof Purpose>;

const value = { id: Uuid, visibility: Visibility, provenance: Provenance };
const words = z.string().max(5000);
/** As the source gives it: a year, month or day, or in words. */
const given = z.string().max(100).nullable();

export const AuthorityName = z.object({ ...value, name: words, language: LanguageTag, kind: z.enum(['official', 'native', 'rendering', 'alias', 'former', 'acronym']) });
export type AuthorityName = z.infer<typeof AuthorityName>;

export const Designation = z.object({
  ...value,
  /** In the source's own words (English). */
  function: words,
  functions: z.array(DesignatedFunction).max(20),
  instrument: words,
  /** Article or articles of the instrument, as cited; null: the source names none. */
  provision: words.nullable(),
  /** UNCAC articles, numbers only; empty for other instruments. */
  articles: z.array(z.string().max(5)).max(71),
  /** Languages in which requests are accepted. */
  languages: z.array(LanguageTag).max(50),
  validFrom: given,
  validTo: given,
  /** The act of designation itself, such as the number of a note verbale, and its date. */
  reference: words.nullable(),
  referenceDate: given,
  note: words.nullable(),
});
export type Designation = z.infer<typeof Designation>;

export const Contact = z.object({ ...value, kind: z.enum(['postal', 'telephone', 'fax', 'email', 'website']), purpose: Purpose, value: words });
export type Contact = z.infer<typeof Contact>;

/** A network or association in which the source places the body. `stated`: the source says that it is a member, in so many words. */
export const Affiliation = z.object({ ...value, network: words, stated: z.boolean(), joined: given, evidence: words.nullable() });
export type Affiliation = z.infer<typeof Affiliation>;

export const AuthorityNote = z.object({ ...value, text: words });
export type AuthorityNote = z.infer<typeof AuthorityNote>;

/** How the body handles requests. Free text is marked with its language; `und`: not known. */
export const PRACTICE_TOPICS = ['uncac-legal-basis', 'requirements', 'transmission', 'dual-criminality', 'evidence-limits', 'urgent-procedure', 'translation', 'national-law'] as const;
export const Practice = z.object({
  ...value,
  topic: z.enum(PRACTICE_TOPICS),
  /** For `uncac-legal-basis`: whether the Convention is accepted as legal basis; null for other topics. */
  answer: z.enum(['yes', 'no', 'conditions']).nullable(),
  /** For `transmission`: ways that are accepted; empty for other topics. */
  means: z.array(z.enum(['direct', 'diplomatic', 'interpol-urgent', 'electronic-signed', 'electronic-unsigned'])).max(5),
  text: words.nullable(),
  language: LanguageTag,
  /** For `national-law`: where the law can be read; null for other topics. */
  url: z.string().max(2000).nullable(),
});
export type Practice = z.infer<typeof Practice>;

/** Minutes are local time of `zone`. An interval whose end is not after its beginning goes on until the next day. */
export const OfficeHours = z.object({
  ...value,
  purpose: Purpose,
  /** IANA time zone. */
  zone: z.string().max(64),
  /** ISO weekdays, Monday is 1; times as HH:MM, the end at most 24:00. */
  weekly: z.array(z.object({ days: z.array(z.int().min(1).max(7)).min(1).max(7), from: z.string().max(5), to: z.string().max(5) })).max(20),
  /** Public holidays and other days without service, in words. */
  holidays: words.nullable(),
  language: LanguageTag,
});
export type OfficeHours = z.infer<typeof OfficeHours>;

/** A language in which the body accepts requests, whatever for; designations may name others. */
export const AcceptedLanguage = z.object({ ...value, language: LanguageTag });
export type AcceptedLanguage = z.infer<typeof AcceptedLanguage>;

/** The body it belongs to: one of the directory, or by name. */
export const ParentBody = z.object({ ...value, authority: Uuid.nullable(), name: words.nullable(), language: LanguageTag });
export type ParentBody = z.infer<typeof ParentBody>;

/** At most so many values of one part. */
const most = 500;

/** All values of an entry, or those of them that somebody may see. Order counts in `names` only: the first is shown where there is room for one. */
export const AuthorityContent = z.object({
  state: StateCode,
  kind: AuthorityKind,
  names: z.array(AuthorityName).max(most),
  designations: z.array(Designation).max(most),
  contacts: z.array(Contact).max(most),
  affiliations: z.array(Affiliation).max(most),
  notes: z.array(AuthorityNote).max(most),
  practice: z.array(Practice).max(most),
  hours: z.array(OfficeHours).max(most),
  languages: z.array(AcceptedLanguage).max(most),
  parents: z.array(ParentBody).max(1),
});
export type AuthorityContent = z.infer<typeof AuthorityContent>;

export type ContentValue = AuthorityContent[ContentPart][number];

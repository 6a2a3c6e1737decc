// What each kind of value consists of: one table for the form that changes it and for the words that show it.
import type { ContentPart, ContentValue } from '#protocol';
import { STATED_BY_AUTHORITY } from '#protocol/entry';
import type { TextKey } from '../../i18n/text.tsx';
import { DESIGNATED_FUNCTIONS } from '../directory-search.ts';

/** A value by its fields: the table below knows which there are. */
export type Fields = Readonly<Record<string, unknown>>;

export type FieldSpec = {
  readonly field: string;
  /** Not asked for, and null or empty, unless this holds for the value. */
  readonly when?: (value: Fields) => boolean;
  readonly isRequired?: boolean;
  readonly hint?: TextKey;
} & (
  | { readonly kind: 'text' | 'lines' | 'code' | 'language' | 'flag' | 'weekly' | 'parent' }
  /** Several, parted by commas. */
  | { readonly kind: 'languages' | 'codes' }
  | { readonly kind: 'choice' | 'choices'; readonly options: readonly string[]; readonly word: (option: string) => TextKey }
);

const words = <P extends string>(prefix: P) => (option: string) => `${prefix}.${option}` as TextKey;
const PURPOSES = { kind: 'choice', options: ['general', 'urgent', 'duty'], word: words('directory.purpose') } as const;
const LANGUAGE = { field: 'language', kind: 'language', isRequired: true, hint: 'entry.hint.language' } as const;
const DATE = { kind: 'code', hint: 'entry.hint.date' } as const;
const topicIs = (...topics: string[]) => ({ topic }: Fields) => topics.includes(String(topic));

export const PART_FIELDS: Readonly<Record<ContentPart, readonly FieldSpec[]>> = {
  names: [
    { field: 'name', kind: 'text', isRequired: true },
    LANGUAGE,
    { field: 'kind', kind: 'choice', options: ['official', 'native', 'rendering', 'alias', 'former', 'acronym'], word: words('directory.name-kind') },
  ],
  contacts: [
    { field: 'kind', kind: 'choice', options: ['postal', 'telephone', 'fax', 'email', 'website'], word: words('contact') },
    { field: 'purpose', ...PURPOSES },
    { field: 'value', kind: 'lines', isRequired: true, when: ({ kind }) => kind === 'postal' },
    { field: 'value', kind: 'text', isRequired: true, when: ({ kind }) => kind !== 'postal' },
  ],
  hours: [
    { field: 'purpose', ...PURPOSES },
    { field: 'zone', kind: 'code', isRequired: true, hint: 'entry.hint.zone' },
    { field: 'weekly', kind: 'weekly', isRequired: true },
    { field: 'holidays', kind: 'lines' },
    LANGUAGE,
  ],
  languages: [LANGUAGE],
  designations: [
    { field: 'functions', kind: 'choices', options: DESIGNATED_FUNCTIONS, word: words('directory.function'), isRequired: true },
    { field: 'function', kind: 'text', isRequired: true },
    { field: 'instrument', kind: 'text', isRequired: true },
    { field: 'provision', kind: 'text' },
    { field: 'articles', kind: 'codes', hint: 'entry.hint.articles' },
    { field: 'languages', kind: 'languages', hint: 'entry.hint.languages' },
    { field: 'validFrom', ...DATE },
    { field: 'validTo', ...DATE },
    { field: 'reference', kind: 'text' },
    { field: 'referenceDate', ...DATE },
    { field: 'note', kind: 'lines' },
  ],
  practice: [
    { field: 'topic', kind: 'choice', options: ['uncac-legal-basis', 'requirements', 'transmission', 'dual-criminality', 'evidence-limits', 'urgent-procedure', 'translation', 'national-law'], word: words('directory.practice') },
    { field: 'answer', kind: 'choice', options: ['yes', 'no', 'conditions'], word: words('directory.practice.answer'), when: topicIs('uncac-legal-basis') },
    { field: 'means', kind: 'choices', options: ['direct', 'diplomatic', 'interpol-urgent', 'electronic-signed', 'electronic-unsigned'], word: words('directory.practice.means'), when: topicIs('transmission') },
    { field: 'url', kind: 'code', when: topicIs('national-law') },
    { field: 'text', kind: 'lines' },
    LANGUAGE,
  ],
  affiliations: [{ field: 'network', kind: 'text', isRequired: true }, { field: 'stated', kind: 'flag' }, { field: 'joined', ...DATE }, { field: 'evidence', kind: 'lines' }],
  parents: [{ field: 'authority', kind: 'parent' }, { field: 'name', kind: 'text', isRequired: true, when: ({ authority }) => authority === null }, { ...LANGUAGE, when: ({ authority }) => authority === null }],
  notes: [{ field: 'text', kind: 'lines', isRequired: true }],
};

/** In the order of the form. */
export const PARTS = Object.keys(PART_FIELDS) as readonly ContentPart[];

/** Fields that are asked for in a value. */
export function fieldsOf(part: ContentPart, value: Fields): readonly FieldSpec[] {
  return PART_FIELDS[part].filter(({ when }) => when === undefined || when(value));
}

/** A new value with nothing in it but what is most likely. `language`: the reader's. */
export function newValue(part: ContentPart, language: string): ContentValue {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const blank: Readonly<Record<ContentPart, object>> = {
    names: { name: '', language, kind: 'official' },
    contacts: { kind: 'telephone', purpose: 'general', value: '' },
    hours: { purpose: 'general', zone, weekly: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }], holidays: null, language },
    languages: { language: '' },
    designations: { function: '', functions: [], instrument: 'UNCAC', provision: null, articles: [], languages: [], validFrom: null, validTo: null, reference: null, referenceDate: null, note: null },
    practice: { topic: 'uncac-legal-basis', answer: 'yes', means: [], text: null, language, url: null },
    affiliations: { network: '', stated: true, joined: null, evidence: null },
    parents: { authority: null, name: '', language },
    notes: { text: '' },
  };
  return { id: crypto.randomUUID(), visibility: 'public', provenance: { source: STATED_BY_AUTHORITY, date: null }, ...blank[part] } as ContentValue;
}

/** The value with a field changed; what is not asked for any more is emptied. Text without any is null where nothing is required. */
export function withField(part: ContentPart, value: ContentValue, { field, kind, isRequired }: FieldSpec, to: unknown): ContentValue {
  // An entry and its name, or a name alone.
  if (kind === 'parent') return { ...value, ...(to as object) } as ContentValue;
  const changed: Record<string, unknown> = { ...value, [field]: to === '' && isRequired !== true ? null : to };
  if (part === 'practice' && field === 'topic') Object.assign(changed, { answer: to === 'uncac-legal-basis' ? 'yes' : null, means: [], url: null });
  return changed as ContentValue;
}

/** Without white space around what was typed. */
export function tidied<T>(value: T): T {
  if (typeof value === 'string') return value.trim() as T;
  if (Array.isArray(value)) return value.map((item: unknown) => tidied(item)).filter((item) => item !== '') as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, key === 'provenance' ? (item as unknown) : tidied(item as unknown)])) as T;
}

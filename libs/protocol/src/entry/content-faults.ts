// What is wrong with values that a person typed. Values as they were are let be: sources are not always in form.
import type { AuthorityContent, Contact, ContentValue, Designation, OfficeHours, Practice } from '../directory-content.ts';
import { CONTENT_PARTS, sameValue, type ContentPart } from './content-diff.ts';

export const FAULTS = ['required', 'email', 'telephone', 'url', 'zone', 'hours', 'date', 'dates', 'language', 'article', 'duplicate', 'too-long', 'unprintable', 'no-public-name', 'other-state', 'parent'] as const;
export type Fault = (typeof FAULTS)[number];

export interface ContentFault {
  readonly part: ContentPart | 'entry';
  /** The value's; '' for the part as a whole. */
  readonly id: string;
  readonly field: string;
  readonly fault: Fault;
}

type Mistake = readonly [field: string, fault: Fault];

const SHORT = 300;
const LONG = 5000;
const EMAIL = /^[^\s@<>(),;:"[\]\\]+@([\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}]{2,63}$/u;
/** E.164 has 15 digits at most; how they are grouped is nobody's business, and an extension may follow. */
const TELEPHONE = /^\+?[\d\s().\-/]{4,30}(\s?(ext\.?|x|#)\s?\d{1,6})?$/i;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** Faults of all values that are new or not as in `before`, and of the entry as a whole. None: it may be proposed. */
export function contentFaults(before: AuthorityContent | null, content: AuthorityContent): ContentFault[] {
  const faults: ContentFault[] = CONTENT_PARTS.flatMap((part) => {
    const old = new Map<string, ContentValue>((before?.[part] ?? []).map((item) => [item.id, item]));
    const touched = (content[part] as ContentValue[]).filter((item) => !sameValue(old.get(item.id) ?? null, item));
    return touched.flatMap((item) => [...mistakesIn(part, item), ...unprintable(item)].map(([field, fault]) => ({ part, id: item.id, field, fault })));
  });
  if (before !== null && before.state !== content.state) faults.push({ part: 'entry', id: 'state', field: 'state', fault: 'other-state' });
  if (!content.names.some(({ visibility, kind }) => visibility === 'public' && (kind === 'official' || kind === 'native' || kind === 'rendering'))) faults.push({ part: 'names', id: '', field: '', fault: 'no-public-name' });
  return [...faults, ...doubles(content)];
}

function mistakesIn(part: ContentPart, item: ContentValue): Mistake[] {
  switch (part) {
    case 'names':
      return [...words('name', item, SHORT), ...language('language', item)];
    case 'designations':
      return designation(item as Designation);
    case 'contacts':
      return contact(item as Contact);
    case 'affiliations':
      return [...words('network', item, SHORT), ...year('joined', item), ...words('evidence', item, LONG, true)];
    case 'notes':
      return words('text', item, LONG);
    case 'practice':
      return practice(item as Practice);
    case 'hours':
      return hours(item as OfficeHours);
    case 'languages':
      return language('language', item);
    case 'parents':
      return 'authority' in item && item.authority === null ? [...words('name', item, SHORT), ...language('language', item)] : [];
  }
}

function designation(item: Designation): Mistake[] {
  const mistakes = [
    ...words('function', item, SHORT), ...words('instrument', item, SHORT), ...words('provision', item, SHORT, true), ...words('reference', item, SHORT, true), ...words('note', item, LONG, true),
    ...year('validFrom', item), ...year('validTo', item), ...year('referenceDate', item),
  ];
  if (item.functions.length === 0) mistakes.push(['functions', 'required']);
  if (item.articles.some((article) => !/^([1-9]|[1-6]\d|7[01])$/.test(article))) mistakes.push(['articles', 'article']);
  if (item.languages.some((tag) => !isLanguage(tag))) mistakes.push(['languages', 'language']);
  if (item.validFrom !== null && item.validTo !== null && mistakes.length === 0 && item.validTo < item.validFrom.slice(0, item.validTo.length)) mistakes.push(['validTo', 'dates']);
  return mistakes;
}

function contact({ kind, value }: Contact): Mistake[] {
  if (value.trim() === '') return [['value', 'required']];
  if (value.length > (kind === 'postal' ? LONG : SHORT)) return [['value', 'too-long']];
  switch (kind) {
    case 'email':
      return EMAIL.test(value) && value.length <= 254 ? [] : [['value', 'email']];
    case 'telephone':
    case 'fax': {
      const digits = value.replace(/(ext\.?|x|#)\s?\d*$/i, '').replaceAll(/\D/g, '').length;
      return TELEPHONE.test(value) && digits >= 3 && digits <= 15 ? [] : [['value', 'telephone']];
    }
    case 'website':
      return isWebAddress(value) ? [] : [['value', 'url']];
    case 'postal':
      return [];
  }
}

function practice({ topic, answer, means, text, url, ...item }: Practice): Mistake[] {
  const mistakes: Mistake[] = text === null ? [] : [...words('text', { text }, LONG), ...language('language', item)];
  if (topic === 'uncac-legal-basis') {
    if (answer === null) mistakes.push(['answer', 'required']);
    if (answer === 'conditions' && text === null) mistakes.push(['text', 'required']);
  } else if (topic === 'transmission') {
    if (means.length === 0) mistakes.push(['means', 'required']);
  } else if (topic === 'national-law') {
    if (url === null && text === null) mistakes.push(['url', 'required']);
  } else if (text === null) mistakes.push(['text', 'required']);
  if (url !== null && !isWebAddress(url)) mistakes.push(['url', 'url']);
  return mistakes;
}

function hours({ zone, weekly, holidays, ...item }: OfficeHours): Mistake[] {
  const mistakes: Mistake[] = holidays === null ? [] : [...words('holidays', { holidays }, LONG), ...language('language', item)];
  if (!isTimeZone(zone)) mistakes.push(['zone', 'zone']);
  if (weekly.length === 0) mistakes.push(['weekly', 'required']);
  if (weekly.some(({ days, from, to }) => days.length === 0 || !TIME.test(from) || !(TIME.test(to) || to === '24:00'))) mistakes.push(['weekly', 'hours']);
  return mistakes;
}

function words<K extends string>(field: K, item: object, most: number, optional = false): Mistake[] {
  const value: unknown = field in item ? item[field as keyof typeof item] : null;
  if (typeof value !== 'string') return optional ? [] : [[field, 'required']];
  if (value.trim() === '') return [[field, 'required']];
  return value.length > most ? [[field, 'too-long']] : [];
}

function language(field: string, item: object): Mistake[] {
  const value: unknown = field in item ? item[field as keyof typeof item] : null;
  return typeof value === 'string' && (value === 'und' || isLanguage(value)) ? [] : [[field, 'language']];
}

/** A year, month or day of the calendar. */
function year(field: string, item: object): Mistake[] {
  const value: unknown = field in item ? item[field as keyof typeof item] : null;
  if (typeof value !== 'string') return [];
  if (!/^\d{4}(-\d\d(-\d\d)?)?$/.test(value)) return [[field, 'date']];
  const day = `${value}-01-01`.slice(0, 10);
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day) ? [] : [[field, 'date']];
}

function unprintable(item: ContentValue): Mistake[] {
  return Object.entries(item).flatMap(([field, value]): Mistake[] =>
    typeof value === 'string' && (!value.isWellFormed() || /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/.test(value)) ? [[field, 'unprintable']] : []);
}

/** The second of two values that say the same. */
function doubles(content: AuthorityContent): ContentFault[] {
  const keys: { readonly [P in ContentPart]?: (item: AuthorityContent[P][number]) => string } = {
    names: ({ name, language: tag, kind }) => `${kind} ${tag} ${name.trim()}`,
    contacts: ({ kind, purpose, value }) => `${kind} ${purpose} ${value.trim().toLowerCase()}`,
    languages: ({ language: tag }) => tag,
  };
  const of = <P extends ContentPart>(part: P): ContentFault[] => {
    const key = keys[part];
    if (key === undefined) return [];
    const seen = new Set<string>();
    return (content[part] as AuthorityContent[P][number][]).flatMap((item) => {
      const double = seen.has(key(item));
      seen.add(key(item));
      return double ? [{ part, id: item.id, field: part === 'contacts' ? 'value' : part === 'names' ? 'name' : 'language', fault: 'duplicate' as const }] : [];
    });
  };
  return CONTENT_PARTS.flatMap((part) => of(part));
}

export function isTimeZone(zone: string): boolean {
  if (!/^[A-Za-z]+(?:[/_+-][A-Za-z0-9]+)*$/.test(zone) || !(zone.includes('/') || zone === 'UTC')) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).format(0) !== '';
  } catch {
    return false;
  }
}

/** A tag whose language ISO 639 knows. */
export function isLanguage(tag: string): boolean {
  if (!/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/.test(tag)) return false;
  return new Intl.DisplayNames('en', { type: 'language', fallback: 'none' }).of(tag.split('-')[0]!) !== undefined;
}

/** http or https, with a host name that has a dot, and without credentials. */
export function isWebAddress(address: string): boolean {
  return address.length <= 2000 && /^https?:\/\/[^\s/?#@\\]+\.[^\s/?#@\\]+([/?#]\S*)?$/.test(address);
}

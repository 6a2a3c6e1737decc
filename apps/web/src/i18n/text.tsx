// Every word the portal shows comes through here: catalogue text, dates, numbers, sizes and lists in the reader's language.
import { setupI18n, type Messages } from '@lingui/core';
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import type english from '../locales/en.json';
import { directionOf, rememberLanguage, type Language } from './language.ts';

export type TextKey = Extract<keyof typeof english, string>;
export type TextValues = Readonly<Record<string, string | number | Date>>;
export type Translate = (key: TextKey, values?: TextValues) => string;

type Catalogues = Readonly<Record<Language, () => Promise<{ default: Messages }>>>;
const FIRST: Catalogues = {
  ar: () => import('virtual:catalogue/ar/first'),
  zh: () => import('virtual:catalogue/zh/first'),
  en: () => import('virtual:catalogue/en/first'),
  fr: () => import('virtual:catalogue/fr/first'),
  ru: () => import('virtual:catalogue/ru/first'),
  es: () => import('virtual:catalogue/es/first'),
};
/** What only pages behind sign-in say. */
const INSIDE: Catalogues = {
  ar: () => import('virtual:catalogue/ar/inside'),
  zh: () => import('virtual:catalogue/zh/inside'),
  en: () => import('virtual:catalogue/en/inside'),
  fr: () => import('virtual:catalogue/fr/inside'),
  ru: () => import('virtual:catalogue/ru/inside'),
  es: () => import('virtual:catalogue/es/inside'),
};
/** Western digits in every language: reference numbers, fingerprints and dates are compared across languages. */
const FORMATS: Readonly<Record<Language, string>> = { ar: 'ar-u-nu-latn', zh: 'zh-Hans', en: 'en-GB', fr: 'fr', ru: 'ru', es: 'es' };

export interface Text {
  readonly language: Language;
  readonly t: Translate;
  setLanguage(language: Language): void;
  /** Day and time with the reader's time zone. */
  dateTime(instant: string | Date): string;
  date(instant: string | Date): string;
  /** Time today, day otherwise: for lists. */
  shortDate(instant: string | Date): string;
  number(value: number): string;
  /** From 0 to 1. */
  percent(value: number): string;
  /** Bytes in the largest fitting unit. */
  size(bytes: number): string;
  list(items: readonly string[]): string;
  /** Sorts in the reader's alphabet. */
  compare(a: string, b: string): number;
}

const TextContext = createContext<Text | null>(null);

export function useText(): Text {
  const text = useContext(TextContext);
  if (!text) throw new Error('useText outside of TextRoot');
  return text;
}

let inside = false;
/** Loads the texts anew in the language that is shown; null before anything is. */
let loadAnew: (() => Promise<void>) | null = null;

/** From now on texts of the pages behind sign-in are there too: for the pages that wait for this. */
export async function openInside(): Promise<void> {
  if (inside) return;
  inside = true;
  await loadAnew?.();
}

/** Loads the catalogue of a language; the page waits for the first one. */
export async function loadCatalogue(language: Language): Promise<Messages> {
  const parts = await Promise.all([FIRST[language](), ...(inside ? [INSIDE[language]()] : [])]);
  return Object.assign({}, ...parts.map((part) => part.default)) as Messages;
}

/** Code → translator, for text outside of components. */
export function translator(language: Language, messages: Messages): Translate {
  const i18n = setupI18n({ locale: language, locales: FORMATS[language], messages: { [language]: messages } });
  const foreign = directionOf(language) === 'rtl' ? /[A-Za-z\u00c0-\u024f\u0400-\u04ff]/ : /[\u0590-\u08ff]/;
  // Text of the other direction, put into a sentence, is isolated (FSI … PDI), or it would pull punctuation and numbers around.
  const isolated = (value: string | number | Date) => (typeof value === 'string' && foreign.test(value) ? `\u2068${value}\u2069` : value);
  return (key, values = {}) => i18n._(key as string, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, isolated(value)])));
}

export function TextRoot({ initial, children }: { initial: { language: Language; messages: Messages }; children: ReactNode }) {
  const [loaded, setLoaded] = useState(initial);
  const setLanguage = useCallback((language: Language) => {
    rememberLanguage(language);
    void loadCatalogue(language).then((messages) => setLoaded({ language, messages }));
  }, []);
  const text = useMemo(() => ({ ...textOf(loaded.language, loaded.messages), setLanguage }), [loaded, setLanguage]);
  useEffect(() => {
    loadAnew = async () => {
      const messages = await loadCatalogue(loaded.language);
      setLoaded((now) => (now.language === loaded.language ? { ...now, messages } : now));
    };
  }, [loaded.language]);
  useEffect(() => {
    document.documentElement.lang = loaded.language;
    document.documentElement.dir = directionOf(loaded.language);
  }, [loaded.language]);
  return (
    <TextContext value={text}>
      <I18nProvider locale={FORMATS[loaded.language]}>{children}</I18nProvider>
    </TextContext>
  );
}

function textOf(language: Language, messages: Messages): Omit<Text, 'setLanguage'> {
  const format = FORMATS[language];
  const when = new Intl.DateTimeFormat(format, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' });
  const day = new Intl.DateTimeFormat(format, { dateStyle: 'medium' });
  const clock = new Intl.DateTimeFormat(format, { hour: '2-digit', minute: '2-digit' });
  const dayOfYear = new Intl.DateTimeFormat(format, { day: 'numeric', month: 'short' });
  const numbers = new Intl.NumberFormat(format);
  const percents = new Intl.NumberFormat(format, { style: 'percent' });
  const lists = new Intl.ListFormat(format);
  const collator = new Intl.Collator(format);
  return {
    language,
    t: translator(language, messages),
    dateTime: (instant) => when.format(new Date(instant)),
    date: (instant) => day.format(new Date(instant)),
    shortDate: (instant) => shortDate(new Date(instant), new Date(), { clock, dayOfYear, day }),
    number: (value) => numbers.format(value),
    percent: (value) => percents.format(value),
    size: (bytes) => byteSize(bytes, format),
    list: (items) => lists.format(items),
    compare: (a, b) => collator.compare(a, b),
  };
}

function shortDate(instant: Date, now: Date, formats: Record<'clock' | 'dayOfYear' | 'day', Intl.DateTimeFormat>): string {
  if (instant.toDateString() === now.toDateString()) return formats.clock.format(instant);
  return (instant.getFullYear() === now.getFullYear() ? formats.dayOfYear : formats.day).format(instant);
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

function byteSize(bytes: number, format: string): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  return new Intl.NumberFormat(format, { style: 'unit', unit: UNITS[power]!, unitDisplay: power === 0 ? 'long' : 'short', maximumFractionDigits: 1 }).format(bytes / 1000 ** power);
}

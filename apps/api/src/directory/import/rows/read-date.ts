// Dates as people write them: ISO, day first, with the month in words of the six languages, Chinese; or only a year, or a month.

export type ReadDate = { readonly date: string } | { readonly problem: 'unreadable-date' | 'ambiguous-date' };

const LOCALES = ['en', 'fr', 'es', 'ru', 'ar-EG', 'ar-SY', 'ar-DZ', 'ar-MA', 'de', 'pt', 'it'];
const plain = (word: string) => word.normalize('NFKD').replaceAll(/\p{Mn}|[.،,]/gu, '').toLowerCase();

/** Names of months, also with a day, where some languages inflect them. */
const MONTHS = new Map<string, number>();
for (const locale of LOCALES) {
  for (const month of ['long', 'short'] as const) {
    const alone = new Intl.DateTimeFormat(locale, { month, timeZone: 'UTC' });
    const dated = new Intl.DateTimeFormat(locale, { day: 'numeric', month, timeZone: 'UTC' });
    for (let n = 0; n < 12; n++) {
      const day = new Date(Date.UTC(2024, n, 3));
      MONTHS.set(plain(alone.format(day)), n + 1);
      for (const { type, value } of dated.formatToParts(day)) if (type === 'month') MONTHS.set(plain(value), n + 1);
    }
  }
}
MONTHS.set('sept', 9);

/** A day, month or year in ISO form. */
export function readDate(text: string): ReadDate {
  const western = text.trim().replaceAll(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660)).replaceAll(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0));
  const iso = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ].*)?)?)?$/.exec(western) ?? /^(\d{4})\s*年(?:\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*日)?)?$/.exec(western) ?? /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})$/.exec(western);
  if (iso) return dateOf(iso[1]!, iso[2], iso[3]);
  const numbers = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(western);
  if (numbers) return dayAndMonth(numbers[1]!, numbers[2]!, numbers[3]!, western.includes('.'));
  return inWords(western);
}

/** With points the day is first, everywhere; with slashes only where it can be nothing else. */
function dayAndMonth(first: string, second: string, year: string, points: boolean): ReadDate {
  if (points || Number(first) > 12 || first === second) return dateOf(year, second, first);
  return Number(second) > 12 ? dateOf(year, first, second) : { problem: 'ambiguous-date' };
}

function inWords(text: string): ReadDate {
  const words = text.split(/[\s,،]+/).map(plain).filter(Boolean);
  const year = words.find((word) => /^\d{4}$/.test(word));
  const months = words.flatMap((_, at) => MONTHS.get(words.slice(at, at + 2).join(' ')) ?? MONTHS.get(words[at]!) ?? []);
  const days = words.flatMap((word) => /^(\d{1,2})(?:st|nd|rd|th|er|º|ª|-го|го)?$/.exec(word)?.[1] ?? []);
  if (year === undefined || months.length === 0 || days.length > 1) return { problem: 'unreadable-date' };
  return dateOf(year, String(months[0]), days[0]);
}

function dateOf(year: string, month?: string, day?: string): ReadDate {
  const [y, m, d] = [Number(year), Number(month ?? 1), Number(day ?? 1)];
  const date = new Date(Date.UTC(y, m - 1, d));
  if (y < 1800 || y > 2100 || date.getUTCMonth() !== m - 1 || date.getUTCDate() !== d) return { problem: 'unreadable-date' };
  return { date: date.toISOString().slice(0, day === undefined ? (month === undefined ? 4 : 7) : 10) };
}

import { Field } from '../../design/field.tsx';
import { useText } from '../../i18n/text.tsx';

/** The end of a day by the reader's clock, as statements write it; null: without an end, or no day. */
export function endOfDay(day: string): string | null {
  const end = /^\d{4}-\d\d-\d\d$/.test(day) ? new Date(`${day}T23:59:59`) : null;
  return end === null || Number.isNaN(end.getTime()) ? null : end.toISOString();
}

/** The day of an instant by the reader's clock, as a date field holds it. */
export function dayOf(time: number | null): string {
  if (time === null) return '';
  const date = new Date(time);
  return [String(date.getFullYear()), String(date.getMonth() + 1).padStart(2, '0'), String(date.getDate()).padStart(2, '0')].join('-');
}

export const isPast = (day: string): boolean => Date.parse(endOfDay(day) ?? '') <= Date.now();

/** The last day of a temporary officer, if any. */
export function TermField({ day, onChange }: { day: string; onChange(day: string): void }) {
  const { t } = useText();
  return <Field label={t('administration.term')} hint={`${t('administration.term.hint')} ${t('administration.ends.whole')}`} mistake={isPast(day) ? t('administration.term.past') : undefined} type="date" value={day} onChange={onChange} />;
}

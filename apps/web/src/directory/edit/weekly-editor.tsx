import type { OfficeHours } from '#protocol';
import { Button } from '../../design/button.tsx';
import { Choices } from '../../design/checkbox.tsx';
import { Field } from '../../design/field.tsx';
import { useText } from '../../i18n/text.tsx';
import { useWeekdays } from '../weekdays.ts';

type Interval = OfficeHours['weekly'][number];
const DAYS = ['1', '2', '3', '4', '5', '6', '7'] as const;
const MOST = 20;

/** On which days from when to when. Until past midnight is an end that is not after its beginning. */
export function WeeklyEditor({ weekly, onChange }: { weekly: readonly Interval[]; onChange(weekly: Interval[]): void }) {
  const { t } = useText();
  const weekdays = useWeekdays();
  const set = (at: number, changed: Partial<Interval>) => onChange(weekly.map((interval, index) => (index === at ? { ...interval, ...changed } : interval)));
  return (
    <div className="stack tight">
      {weekly.map(({ days, from, to }, index) => (
        <div key={index} className="interval">
          <Choices
            label={t('entry.hours.days')}
            choices={DAYS.map((day) => ({ value: day, label: weekdays([Number(day)]) }))}
            values={days.map((day) => DAYS[day - 1]!)}
            onChange={(picked) => set(index, { days: picked.map(Number) })}
          />
          <Field code label={t('entry.hours.from')} value={from} onChange={(value) => set(index, { from: value })} maxLength={5} />
          <Field code label={t('entry.hours.to')} value={to} onChange={(value) => set(index, { to: value })} maxLength={5} />
          {weekly.length > 1 && <Button kind="quiet" onPress={() => onChange(weekly.filter((_, other) => other !== index))}>{t('entry.remove')}</Button>}
        </div>
      ))}
      {weekly.length < MOST && <Button kind="quiet" onPress={() => onChange([...weekly, { days: [], from: '09:00', to: '13:00' }])}>{t('entry.hours.more')}</Button>}
    </div>
  );
}

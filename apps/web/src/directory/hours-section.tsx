import type { AuthorityEntry } from '#protocol';
import { DataList, Fact } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { AnsweringLine } from './answering-line.tsx';
import { AudienceBadge } from './audience-badge.tsx';
import { SourceMark } from './sources.tsx';
import { useWeekdays } from './weekdays.ts';

type Item = AuthorityEntry['hours'][number];

/** When somebody is there, in local time. Hidden when nothing is known. */
export function HoursSection({ hours }: Pick<AuthorityEntry, 'hours'>) {
  const { t } = useText();
  if (hours.length === 0) return null;
  return (
    <section className="card" aria-labelledby="hours">
      <h2 id="hours">{t('directory.hours')}</h2>
      <AnsweringLine hours={hours} />
      <DataList>
        {hours.map((item) => (
          <Fact key={item.id} name={t(`directory.purpose.${item.purpose}`)}>
            <HoursWords item={item} />
            <SourceMark of={item.provenance} />
            <AudienceBadge of={item.visibility} />
          </Fact>
        ))}
      </DataList>
    </section>
  );
}

export function HoursWords({ item: { zone, weekly, holidays, language } }: { item: Pick<Item, 'zone' | 'weekly' | 'holidays' | 'language'> }) {
  const { t } = useText();
  const weekdays = useWeekdays();
  return (
    <>
      {weekly.map(({ days, from, to }) => <p key={`${days.join()} ${from}`}>{weekdays(days)} <bdi dir="ltr">{from}–{to}</bdi></p>)}
      <p className="soft small">{t('directory.hours.zone', { zone })}</p>
      {holidays !== null && <p className="small">{t('directory.hours.closed-days')}: <bdi lang={language === 'und' ? undefined : language}>{holidays}</bdi></p>}
    </>
  );
}

// On every page of a member whose mail is stopped, or whose keys or seats are about to change: since when, by whom, until when, what to do.
import { Link } from '@tanstack/react-router';
import { usePeople } from '../administration/people.ts';
import type { MemberTrouble } from '../crypto/alerts-api.ts';
import { Banner } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { useMemberTrouble } from './use-alerts.ts';
import './alerts.css';

export function TroubleBanner() {
  const trouble = useMemberTrouble();
  return trouble.frozen === null && trouble.waits.length === 0 ? null : <Told trouble={trouble} />;
}

function Told({ trouble: { frozen, waits } }: { trouble: MemberTrouble }) {
  const { t, dateTime } = useText();
  const people = usePeople();
  const at = (time: number | null, unknown: 'trouble.until-unknown' | 'trouble.since-unknown') => (time === null ? t(unknown) : dateTime(new Date(time)));
  return (
    <div className="trouble">
      {frozen && (
        <Banner tone="bad" alert title={t('trouble.frozen')}>
          <p>{t('trouble.frozen.who', { name: people.nameOf(frozen.by), since: at(frozen.since, 'trouble.since-unknown'), until: at(frozen.until, 'trouble.until-unknown') })}</p>
          <p>{t('trouble.frozen.next')}</p>
          <p className="row"><Link to="/alerts">{t('alerts.title')}</Link> <Link to="/administration">{t('nav.administration')}</Link></p>
        </Banner>
      )}
      {waits.map(({ statement, act, officer, due }) => (
        <Banner key={statement} tone="warn" title={act === 'rekey' ? t('trouble.rekey', { name: people.nameOf(officer ?? '') }) : t('trouble.reseat')}>
          <p>{t('trouble.wait', { until: at(due, 'trouble.until-unknown') })} <Link to="/administration">{t('nav.administration')}</Link></p>
        </Banner>
      ))}
    </div>
  );
}

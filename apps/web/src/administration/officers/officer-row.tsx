import type { MemberDeviceView } from '#client';
import type { OfficerView } from '../../crypto/network-api.ts';
import type { RosterOfficer } from '../../crypto/roster-api.ts';
import { Badge } from '../../design/display.tsx';
import { Menu } from '../../design/menu.tsx';
import { useText } from '../../i18n/text.tsx';
import type { People } from '../people.ts';
import { actsOn, type Actor, type OfficerAct } from './officer-acts.ts';

export interface OfficerRowProps {
  officer: RosterOfficer;
  /** Card and what is read; missing for a moment after an admission. */
  shown: OfficerView | undefined;
  me: Actor;
  people: People;
  /** For security officers. */
  devices: readonly MemberDeviceView[] | undefined;
  /** Since when mail does not reach the officer, ISO 8601; for security officers. */
  mailFails: string | undefined;
  memberSuspended: boolean;
  onAct(act: OfficerAct): void;
}

export function OfficerRow({ officer, shown, me, people, devices, mailFails, memberSuspended, onAct }: OfficerRowProps) {
  const { t, date } = useText();
  const acts = actsOn(officer, me, memberSuspended);
  const name = shown?.card?.name ?? officer.officer;
  return (
    <li>
      <div className="grow">
        <p>{shown?.card ? <bdi>{shown.card.name}</bdi> : <code className="fixed">{officer.officer}</code>}</p>
        <p className="soft small">{t(`officer-role.${officer.role}`)}{shown?.card && <> · <bdi>{shown.card.function}</bdi></>}</p>
        <Standing officer={officer} people={people} />
        {devices && <DevicesLine devices={devices} />}
        {mailFails !== undefined && <p className="small warned">{t('notice.fails-officer', { date: date(mailFails) })}</p>}
      </div>
      {officer.suspended === null && <Badge tone={shown?.reads ? 'good' : 'plain'}>{t(shown?.reads ? 'administration.reads' : 'administration.reads-not')}</Badge>}
      {officer.suspended !== null && <Badge tone="bad">{t('administration.suspended')}</Badge>}
      {acts.length > 0 && <Menu label={t('administration.acts')} about={t('administration.acts.about', { name })} choices={acts.map((value) => ({ value, label: t(`administration.act.${value}`) }))} onChoose={onAct} />}
    </li>
  );
}

/** How many devices, and when the last of them was seen; their names are their officer's. */
function DevicesLine({ devices }: { devices: readonly MemberDeviceView[] }) {
  const { t, date, number } = useText();
  const days = devices.flatMap(({ lastSeen }) => lastSeen ?? []).toSorted();
  const last = days.at(-1);
  return <p className="soft small">{t('device.of-officer', { count: days.length, named: number(devices.length) })} {last !== undefined && t('device.of-officer.seen', { date: date(last) })}</p>;
}

/** What the clock has to do with an officer, line by line. */
function Standing({ officer: { suspended, ends, attested, attestationDue, attestation }, people }: Pick<OfficerRowProps, 'people'> & { officer: RosterOfficer }) {
  const { t, date, dateTime, number } = useText();
  return (
    <>
      {suspended !== null && (
        <p className="small">
          {t('administration.suspended.by', { name: people.nameOf(suspended.by), position: number(suspended.since) })}
          {suspended.lapses && <> {suspended.due === null ? t('administration.not-begun') : t('administration.lapses', { date: dateTime(new Date(suspended.due)) })}</>}
        </p>
      )}
      {ends !== null && <p className="small">{t('administration.ends', { date: dateTime(new Date(ends)) })}. {t('administration.ends.whole')}</p>}
      <p className={attestation === 'current' ? 'soft small' : 'small warned'}>
        {attested === null ? t('administration.attested.never') : t('administration.attested', { date: date(new Date(attested)) })}
        {' '}
        {attestationDue !== null && t(attestation === 'late' ? 'administration.attestation.late' : 'administration.attestation.due', { date: date(new Date(attestationDue)) })}
      </p>
    </>
  );
}

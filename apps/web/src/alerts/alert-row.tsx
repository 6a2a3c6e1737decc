import { useWhatItDoes } from '../administration/what-it-does.ts';
import type { People } from '../administration/people.ts';
import type { AlertView } from '../crypto/alerts-api.ts';
import { Button } from '../design/button.tsx';
import { Badge, DataList, Fact } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { MemberName } from '../network/member-name.tsx';
import { useMembers } from '../network/member-names.ts';
import { useSession } from '../session/session.ts';

export interface AlertRowProps {
  alert: AlertView;
  people: People;
  /** "This was not us"; null where there is nothing to stop. */
  deny: (() => void) | null;
}

export function AlertRow({ alert, people, deny }: AlertRowProps) {
  const { t, list, dateTime, number } = useText();
  const { statement, position, time, brought, signers } = alert;
  const what = useWhatItDoes(statement, people);
  const names = list(signers.map(({ certificate }) => people.signerOf(certificate)));
  return (
    <li>
      <div className="alert-row">
        <div className="row">
          {alert.unread && <Badge tone="warn">{t('alerts.new')}</Badge>}
          <strong>{t(statement.kind === 'log.time' ? 'alerts.clock' : `statement.${statement.kind}`)}</strong>
          {alert.aboutMe && <Badge>{t('alerts.about-me')}</Badge>}
          <OtherMember roster={statement.roster} />
        </div>
        {what !== null && <p>{what}</p>}
        {brought.map(({ effect, officer }) => <p key={`${effect} ${officer}`}>{t(`alerts.brought.${effect}`, { name: officer === null ? '' : people.nameOf(officer) })}</p>)}
        <p className="soft small">
          {signers.length > 0 && `${t('alerts.signed-by', { names })} `}
          {time === null ? t('alerts.position', { position: number(position) }) : t('alerts.when', { date: dateTime(new Date(time)), position: number(position) })}
        </p>
        <details className="wide">
          <summary>{t('alerts.proof')}</summary>
          <DataList>
            <Fact name={t('alerts.proof.entry')}>{t('alerts.proof.checked', { position: number(position) })}</Fact>
            <Fact name={t('alerts.proof.hash')}><code className="fixed">{alert.hash}</code></Fact>
            {signers.map(({ certificate }) => <Fact key={certificate} name={t('network.certificate')}><code className="fixed">{certificate}</code></Fact>)}
          </DataList>
          <pre className="fixed raw">{JSON.stringify(statement, null, 2)}</pre>
        </details>
        {deny && <Button kind="danger" onPress={deny}>{t('alerts.not-us')}</Button>}
      </div>
    </li>
  );
}

/** For the secretariat, which hears of many. */
function OtherMember({ roster }: { roster: string }) {
  const session = useSession();
  const { members } = useMembers();
  const mine = session.phase === 'open' && session.who.member === roster;
  const member = members.get(roster);
  return mine || !member ? null : <span className="tag"><MemberName member={member} id={roster} /></span>;
}

import { CouldReadFacts } from '../administration/officers/could-read.tsx';
import type { People } from '../administration/people.ts';
import type { AlertView } from '../crypto/alerts-api.ts';
import { Button } from '../design/button.tsx';
import { Badge } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { MemberName } from '../network/member-name.tsx';
import { useMembers } from '../network/member-names.ts';
import { StatementRow } from '../network/statement-row.tsx';
import { useSession } from '../session/session.ts';

export interface AlertRowProps {
  alert: AlertView;
  people: People;
  /** "This was not us"; null where there is nothing to stop. */
  deny: (() => void) | null;
}

export function AlertRow({ alert, people, deny }: AlertRowProps) {
  const { t } = useText();
  return (
    <StatementRow
      said={alert} people={people}
      before={alert.unread && <Badge tone="warn">{t('alerts.new')}</Badge>}
      after={<>{alert.aboutMe && <Badge>{t('alerts.about-me')}</Badge>}<OtherMember roster={alert.statement.roster} /></>}
    >
      <CouldRead alert={alert} />
      {deny && <Button kind="danger" onPress={deny}>{t('alerts.not-us')}</Button>}
    </StatementRow>
  );
}

/** For those who stay and read: what somebody who left their member could read. */
function CouldRead({ alert: { statement, brought } }: { alert: AlertView }) {
  const session = useSession();
  const reads = session.phase === 'open' && READS.includes(session.who.role);
  if (!reads) return null;
  const left = statement.kind === 'officer.remove' && statement.roster === session.who.member ? [statement.subject] : brought.flatMap(({ effect, officer }) => (effect === 'term-ended' && officer !== null ? [officer] : []));
  return left.map((officer) => <CouldReadFacts key={officer} officer={officer} left />);
}
const READS: readonly string[] = ['security', 'officer', 'reader'];

/** For the secretariat, which hears of many. */
function OtherMember({ roster }: { roster: string }) {
  const session = useSession();
  const { members } = useMembers();
  const mine = session.phase === 'open' && session.who.member === roster;
  const member = members.get(roster);
  return mine || !member ? null : <span className="tag"><MemberName member={member} id={roster} /></span>;
}

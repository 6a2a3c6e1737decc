import { useState } from 'react';
import type { RosterOfficer } from '../../crypto/roster-api.ts';
import { Waiting } from '../../design/display.tsx';
import { useText } from '../../i18n/text.tsx';
import { useOfficers } from '../../network/officers.ts';
import { useSession } from '../../session/session.ts';
import { FailureBanner } from '../../shell/failure-text.tsx';
import { usePeople } from '../people.ts';
import { CardDialog } from './card-dialog.tsx';
import { FillSeats } from './fill-seats.tsx';
import type { OfficerAct } from './officer-acts.ts';
import { OfficerRow } from './officer-row.tsx';
import { PlainActDialog } from './plain-act-dialog.tsx';
import { RoleDialog, ROLES } from './role-dialog.tsx';
import { useMailFailures } from './mail-failures.ts';
import { useMemberDevices } from './member-devices.ts';
import { useRoster } from './roster.ts';
import { StopMail } from './stop-mail.tsx';
import { StopAndWaits } from './stop-and-waits.tsx';
import './officers.css';

/** Who serves the member, by the trust log, and what may be done about it. */
export function Officers({ member }: { member: string }) {
  const { t, compare } = useText();
  const session = useSession();
  const roster = useRoster();
  const cards = useOfficers(member);
  const people = usePeople();
  const devices = useMemberDevices();
  const failures = useMailFailures(member);
  const [doing, setDoing] = useState<{ act: OfficerAct; officer: RosterOfficer } | null>(null);
  if (session.phase !== 'open') return null;
  const me = session.who;
  const nameOf = (officer: string) => cards.get(officer)?.card?.name ?? officer;
  const close = () => setDoing(null);
  return (
    <section className="stack" aria-labelledby="officers">
      <div className="row apart wide">
        <h2 id="officers">{t('administration.officers')}</h2>
        <div className="row">
          {roster.data && me.role === 'security' && !roster.data.suspended && <FillSeats member={member} me={me.officer} roster={roster.data} />}
          {roster.data && roster.data.frozen === null && <StopMail />}
        </div>
      </div>
      {roster.isPending && <Waiting>{t('shell.loading')}</Waiting>}
      {roster.error && <FailureBanner failure={roster.error} retry={() => void roster.refetch()} />}
      {roster.data && (
        <>
          <StopAndWaits roster={roster.data} people={people} />
          <ul className="rows officers">
            {roster.data.officers.toSorted((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role) || compare(nameOf(a.officer), nameOf(b.officer))).map((officer) => (
              <OfficerRow
                key={officer.officer} officer={officer} shown={cards.get(officer.officer)} me={me} people={people} devices={devices?.get(officer.officer)} mailFails={failures.get(officer.officer)} memberSuspended={roster.data.suspended}
                onAct={(act) => setDoing({ act, officer })}
              />
            ))}
          </ul>
        </>
      )}
      {doing?.act === 'role' && <RoleDialog officer={doing.officer} name={nameOf(doing.officer.officer)} onClose={close} />}
      {doing?.act === 'card' && <CardDialog officer={doing.officer.officer} name={nameOf(doing.officer.officer)} card={cards.get(doing.officer.officer)?.card ?? null} onClose={close} />}
      {doing && doing.act !== 'role' && doing.act !== 'card' && (
        <PlainActDialog act={doing.act} officer={doing.officer} name={nameOf(doing.officer.officer)} oneself={doing.officer.officer === me.officer} onClose={close} />
      )}
    </section>
  );
}

// Recovery rehearsed, and what follows: two security officers whose drills count and one secretariat officer sign that the member is live.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from '@tanstack/react-router';
import { engine } from '../crypto/engine.ts';
import { request } from '../crypto/request.ts';
import { Button } from '../design/button.tsx';
import { Badge, Waiting } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { useSession } from '../session/session.ts';
import { FailureBanner } from '../shell/failure-text.tsx';
import { ActDialog } from './act-dialog.tsx';
import { usePeople } from './people.ts';

/** As the hub asks for them. */
const NEEDED = 2;

export function GoingLive({ member }: { member: string }) {
  const { t, date, number } = useText();
  const session = useSession();
  const { nameOf } = usePeople();
  const [proposing, setProposing] = useState(false);
  const drills = useQuery({ queryKey: ['drills', member], queryFn: () => request('drill.drills', { params: { member } }) });
  const members = useQuery({ queryKey: ['members'], queryFn: () => engine.members(), enabled: session.phase === 'open' });
  const liveAt = members.data?.find(({ id }) => id === member)?.liveAt ?? null;
  const items = drills.data?.items ?? [];
  const counting = items.filter(({ counts }) => counts);
  const mineCounts = session.phase !== 'out' && counting.some(({ officer }) => officer === session.who.officer);
  return (
    <section className="stack" aria-labelledby="live">
      <div className="row apart wide">
        <h2 id="live">{t('live.title')}</h2>
        {members.data && <Badge tone={liveAt === null ? 'warn' : 'good'}>{liveAt === null ? t('live.not-yet') : t('live.since', { position: number(liveAt) })}</Badge>}
      </div>
      <p className="soft">{t('live.what')}</p>
      {drills.isPending && <Waiting>{t('shell.loading')}</Waiting>}
      {drills.error && <FailureBanner failure={drills.error} retry={() => void drills.refetch()} />}
      <ul className="rows">
        {items.map(({ officer, done, due, counts }) => (
          <li key={officer}>
            <span className="grow">{nameOf(officer)}</span>
            <Badge tone={counts ? 'good' : 'warn'}>{done === null || due === null ? t('drill.never') : t(counts ? 'drill.done' : 'drill.over', { date: date(done), due: date(due) })}</Badge>
          </li>
        ))}
      </ul>
      {!mineCounts && <p><Link to="/account">{t('live.to-drill')}</Link></p>}
      {drills.data && members.data && liveAt === null && (
        counting.length < NEEDED ? <p className="soft">{t('live.missing', { count: NEEDED - counting.length })}</p> : <div className="row"><Button onPress={() => setProposing(true)}>{t('live.propose')}</Button></div>
      )}
      {proposing && <ActDialog title={t('live.propose')} what={t('live.propose.what')} act={() => engine.proposeLive()} onClose={() => setProposing(false)} />}
    </section>
  );
}

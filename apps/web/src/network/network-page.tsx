// Which network this is, who belongs to it and what the logs say: all by this client's own replay.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { engine } from '../crypto/engine.ts';
import { Badge, Banner, DataList, Fact, Waiting } from '../design/display.tsx';
import { Phrase } from '../enrol/compare-phrase.tsx';
import { useText } from '../i18n/text.tsx';
import { Unlocked } from '../session/unlocked.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import { Page } from '../shell/page.tsx';
import { MemberName } from './member-name.tsx';
import { useMembers } from './member-names.ts';
import '../enrol/enrol.css';

export function NetworkPage() {
  const { t } = useText();
  return (
    <Page title={t('network.title')} lead={t('network.lead')}>
      <Unlocked>
        <Facts />
        <Members />
      </Unlocked>
    </Page>
  );
}

function Facts() {
  const { t, dateTime, number } = useText();
  const network = useQuery({ queryKey: ['network'], queryFn: () => engine.network(), refetchInterval: 30_000 });
  if (network.error) return <FailureBanner failure={network.error} retry={() => void network.refetch()} />;
  if (!network.data) return <Waiting>{t('network.replaying')}</Waiting>;
  const { data } = network;
  return (
    <>
      {!data.fresh && <Banner tone="warn">{t('network.stale')}</Banner>}
      <section className="card stack">
        <h2><bdi>{data.name}</bdi></h2>
        <p className="soft">{t('network.phrase')}</p>
        <div className="wide"><Phrase words={data.phrase} /></div>
        <DataList>
          <Fact name={t('network.id')}><code className="fixed">{data.id}</code></Fact>
          <Fact name={t('network.secretariat')}>{t('network.threshold', { threshold: number(data.threshold), officers: number(data.secretariat) })}</Fact>
          <Fact name={t('network.auditors')}>{number(data.auditors)}</Fact>
          <Fact name={t('network.witnesses')}>{number(data.witnesses)}</Fact>
        </DataList>
      </section>
      {(['trust', 'audit'] as const).map((log) => (
        <section key={log} className="card">
          <h2>{t(`network.log.${log}`)}</h2>
          <DataList>
            <Fact name={t('network.log.size')}>{number(data.logs[log].size)}</Fact>
            <Fact name={t('network.log.root')}><code className="fixed">{data.logs[log].root}</code></Fact>
            <Fact name={t('network.log.key')}><code className="fixed">{data.logs[log].key}</code></Fact>
            {data.logs[log].time !== null && <Fact name={t('network.log.time')}>{dateTime(new Date(data.logs[log].time))}</Fact>}
          </DataList>
        </section>
      ))}
    </>
  );
}

function Members() {
  const { t, compare } = useText();
  const { members, error, pending } = useMembers();
  const sorted = [...members.values()].toSorted((a, b) => compare(a.stateName, b.stateName) || compare(a.name, b.name));
  return (
    <section className="stack" aria-labelledby="members">
      <h2 id="members">{t('network.members', { count: members.size })}</h2>
      {pending && <Waiting>{t('shell.loading')}</Waiting>}
      {error ? <FailureBanner failure={error} /> : null}
      {sorted.length > 0 && (
        <ul className="rows">
          {sorted.map((member) => (
            <li key={member.id}>
              <div className="grow">
                <Link to="/directory/$authority" params={{ authority: member.authority }}><MemberName member={member} id={member.id} /></Link>
                <p className="soft small">{t('network.member-line', { officers: member.officers, readers: member.readers })}</p>
              </div>
              {member.mine && <Badge>{t('network.mine')}</Badge>}
              <Badge tone={member.standing === 'current' ? 'good' : 'warn'}>{t(`standing.${member.standing}`)}</Badge>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

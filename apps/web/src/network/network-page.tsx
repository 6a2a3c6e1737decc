// Which network this is, who belongs to it and what the logs say: all by this client's own replay.
import { useQuery } from '@tanstack/react-query';
import { engine } from '../crypto/engine.ts';
import { Banner, DataList, Fact, Waiting } from '../design/display.tsx';
import { Phrase } from '../enrol/compare-phrase.tsx';
import { useText } from '../i18n/text.tsx';
import { Unlocked } from '../session/unlocked.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import { Page } from '../shell/page.tsx';
import { Logs } from './logs.tsx';
import { Members } from './members.tsx';
import { VerifiedMembers } from './verified-members.tsx';
import '../enrol/enrol.css';
import './network.css';

export function NetworkPage() {
  const { t } = useText();
  return (
    <Page title={t('network.title')} lead={t('network.lead')}>
      <Unlocked>
        <Facts />
      </Unlocked>
    </Page>
  );
}

function Facts() {
  const { t, number } = useText();
  const network = useQuery({ queryKey: ['network'], queryFn: () => engine.network(), refetchInterval: 30_000 });
  if (network.error) return <FailureBanner failure={network.error} retry={() => void network.refetch()} />;
  if (!network.data) return <Waiting>{t('network.replaying')}</Waiting>;
  const { data } = network;
  const { witnesses, policy } = data;
  return (
    <>
      {!data.fresh && <Banner tone="warn">{t('network.stale')}</Banner>}
      <section className="card stack" aria-labelledby="network">
        <h2 id="network"><bdi>{data.name}</bdi></h2>
        <p className="soft">{t('network.phrase')}</p>
        <div className="wide"><Phrase words={data.phrase} /></div>
        <DataList>
          <Fact name={t('network.id')}><code className="fixed">{data.id}</code></Fact>
          <Fact name={t('network.secretariat')}>{t('network.threshold', { threshold: number(data.threshold), officers: number(data.secretariat) })}</Fact>
          <Fact name={t('network.auditors')}>{number(data.auditors)}</Fact>
          <Fact name={t('network.policy')}>{policy === 0 ? t('network.policy.none') : t('network.policy.some', { policy: number(policy), witnesses: number(witnesses) })}</Fact>
        </DataList>
      </section>
      <VerifiedMembers />
      <Members />
      <Logs logs={data.logs} seenAt={network.dataUpdatedAt} />
    </>
  );
}

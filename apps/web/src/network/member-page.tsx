// One member as this client's own replay of the trust log has it, never by the hub's word.
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { engine } from '../crypto/engine.ts';
import { Banner, EmptyState, Waiting } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { useSession } from '../session/session.ts';
import { Unlocked } from '../session/unlocked.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import { Page } from '../shell/page.tsx';
import { DisagreementBanner } from './disagreement-banner.tsx';
import { MemberEpochs } from './member-epochs.tsx';
import { MemberHistory } from './member-history.tsx';
import { useMembers } from './member-names.ts';
import { MemberNow } from './member-now.tsx';
import { MemberStops } from './member-stops.tsx';
import { OwnPhrase } from './own-phrase.tsx';
import { VerifyMember } from './verify-member.tsx';
import '../enrol/enrol.css';
import './network.css';

export function MemberPage() {
  const { member } = useParams({ from: '/inside/network/members/$member' });
  const { t } = useText();
  const { members } = useMembers();
  const known = members.get(member);
  return (
    <Page title={known?.name ?? t('member-page.title')} lead={t('member-page.lead')} acts={<Link className="button" to="/network">{t('member-page.back')}</Link>}>
      <Unlocked><Known key={member} member={member} /></Unlocked>
    </Page>
  );
}

function Known({ member: id }: { member: string }) {
  const { t } = useText();
  const session = useSession();
  const { members, error } = useMembers();
  const facts = useQuery({ queryKey: ['member-facts', id], queryFn: () => engine.memberFacts(id), refetchInterval: 30_000 });
  const failure = facts.error ?? error;
  if (failure) return <FailureBanner failure={failure} retry={() => void facts.refetch()} />;
  if (facts.isPending) return <Waiting>{t('network.replaying')}</Waiting>;
  if (!facts.data) return <EmptyState title={t('member-page.unknown')} />;
  const name = members.get(id)?.name ?? id.slice(0, 8);
  const mine = session.phase === 'open' && session.who.member === id;
  return (
    <>
      <DisagreementBanner />
      {!facts.data.complete && <Banner tone="warn">{t('member-page.incomplete')}</Banner>}
      {mine ? <OwnPhrase facts={facts.data} /> : <VerifyMember facts={facts.data} name={name} />}
      <MemberNow facts={facts.data} member={members.get(id)} />
      <MemberEpochs epochs={facts.data.epochs} />
      <MemberStops facts={facts.data} />
      {facts.data.complete && <MemberHistory member={id} />}
    </>
  );
}

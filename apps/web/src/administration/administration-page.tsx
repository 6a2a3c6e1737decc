// Acts of security officers and the secretariat: what waits for a signature, who enrolled, who is invited, who serves.
import { useText } from '../i18n/text.tsx';
import { Unlocked } from '../session/unlocked.tsx';
import { useSession } from '../session/session.ts';
import { Page } from '../shell/page.tsx';
import { Banner } from '../design/display.tsx';
import { Enrolled } from './enrolled.tsx';
import { Invitations } from './invitations.tsx';
import { Officers } from './officers.tsx';
import { Proposals } from './proposals.tsx';

export function AdministrationPage() {
  const { t } = useText();
  const session = useSession();
  if (session.phase === 'out') return null;
  const { role, member } = session.who;
  const admits = role === 'security' || role === 'secretariat';
  return (
    <Page title={t('administration.title')} lead={t('administration.lead')}>
      {role === 'pending' && <Banner tone="warn">{t('administration.pending')}</Banner>}
      <Unlocked>
        <Proposals />
        {(admits || role === 'pending') && <Enrolled />}
        {admits && <Invitations />}
        {member !== null && <Officers member={member} />}
      </Unlocked>
    </Page>
  );
}

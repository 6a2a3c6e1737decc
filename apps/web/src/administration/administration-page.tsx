// Acts of security officers and the secretariat: what waits for a signature, who enrolled, who is invited, who serves.
import type { Role } from '#protocol';
import { useText } from '../i18n/text.tsx';
import { Unlocked } from '../session/unlocked.tsx';
import { useSession } from '../session/session.ts';
import { Page } from '../shell/page.tsx';
import { AdmissionSteps } from './admission-steps.tsx';
import { Enrolled } from './enrolled.tsx';
import { GoingLive } from './going-live.tsx';
import { Invitations } from './invitations.tsx';
import { LostKeys } from './lost-keys.tsx';
import { MailboxEpochs } from './mailbox-epochs.tsx';
import { Officers } from './officers/officers.tsx';
import { Proposals } from './proposals.tsx';
import { Secretariat } from './secretariat/secretariat.tsx';

const READS: readonly Role[] = ['security', 'officer', 'reader'];

export function AdministrationPage() {
  const { t } = useText();
  const session = useSession();
  if (session.phase === 'out') return null;
  const { role, member } = session.who;
  const admits = role === 'security' || role === 'secretariat';
  return (
    <Page title={t('administration.title')} lead={t('administration.lead')}>
      <Unlocked>
        {role === 'pending' && <AdmissionSteps />}
        <Proposals />
        {admits && <Enrolled />}
        {admits && <Invitations />}
        {role === 'secretariat' && <Secretariat />}
        {member !== null && <Officers member={member} />}
        {member !== null && READS.includes(role) && <MailboxEpochs />}
        {member !== null && role === 'security' && <LostKeys member={member} />}
        {member !== null && role === 'security' && <GoingLive member={member} />}
      </Unlocked>
    </Page>
  );
}

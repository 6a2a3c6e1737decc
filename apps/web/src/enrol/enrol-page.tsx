// Enrolment by invitation link /enrol#<token>: compare the network's phrase, say who one is, accept the terms, choose how to sign in, print the recovery sheet.
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { AboutMe, Enrolled } from '#client';
import { engine } from '../crypto/engine.ts';
import type { OpenedInvitation } from '../crypto/enrol-api.ts';
import { Banner, DataList, Fact, Waiting } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { opened } from '../session/session.ts';
import { FailureBanner } from '../shell/failure-text.tsx';
import { useArrival } from '../shell/page.tsx';
import { AcceptTerms } from '../terms/accept-terms.tsx';
import { PlainShell } from '../shell/plain-shell.tsx';
import { Queries } from '../shell/queries.tsx';
import { AboutMeForm } from './about-me-form.tsx';
import { ComparePhrase } from './compare-phrase.tsx';
import { FirstCredential } from './first-credential.tsx';
import { RecoverySheet } from './recovery-sheet.tsx';
import './enrol.css';

type Step =
  | { readonly name: 'phrase' }
  | { readonly name: 'about' }
  | { readonly name: 'terms'; readonly about: AboutMe }
  | { readonly name: 'credential'; readonly about: AboutMe }
  | { readonly name: 'sheet'; readonly about: AboutMe; readonly enrolled: Enrolled };

export function EnrolPage() {
  return <Queries><Enrolment /></Queries>;
}

function Enrolment() {
  const { t } = useText();
  const heading = useArrival(t('enrol.title'));
  const [token] = useState(() => window.location.hash.slice(1));
  const invitation = useQuery({ queryKey: ['invitation', token], queryFn: () => engine.openInvitation(token), enabled: token !== '', staleTime: Infinity, gcTime: 0 });
  return (
    <PlainShell broad>
      <h1 ref={heading} tabIndex={-1}>{t('enrol.title')}</h1>
      {token === '' && <Banner tone="bad">{t('enrol.no-token')}</Banner>}
      {token !== '' && invitation.isPending && <Waiting>{t('shell.loading')}</Waiting>}
      {invitation.error && <FailureBanner failure={invitation.error} retry={() => void invitation.refetch()} />}
      {invitation.data && <Steps token={token} invitation={invitation.data} />}
    </PlainShell>
  );
}

function Steps({ token, invitation }: { token: string; invitation: OpenedInvitation }) {
  const { t, dateTime } = useText();
  const navigate = useNavigate();
  const { view, phrase } = invitation;
  const [step, setStep] = useState<Step>(phrase === null ? { name: 'about' } : { name: 'phrase' });
  const finish = async ({ session }: Enrolled) => {
    opened(session);
    await navigate({ to: '/account' });
  };
  return (
    <>
      {step.name !== 'sheet' && (
        <DataList>
          <Fact name={t('enrol.purpose')}>{t(`enrol.purpose.${view.purpose}`)}</Fact>
          {view.role && <Fact name={t('account.role')}>{t(`officer-role.${view.role}`)}</Fact>}
          <Fact name={t('sign-in.name')}><code className="fixed">{view.signInName}</code></Fact>
          <Fact name={t('enrol.expires')}>{dateTime(view.expires)}</Fact>
        </DataList>
      )}
      {view.purpose === 'reissue' && step.name !== 'sheet' && <Banner tone="warn" title={t('reissue.enrol')}><p>{t('reissue.costs.what')}</p></Banner>}
      {view.network === null && <Banner tone="warn">{t('enrol.founding')}</Banner>}
      {step.name === 'phrase' && phrase !== null && <ComparePhrase phrase={phrase} onSame={() => setStep({ name: 'about' })} />}
      {step.name === 'about' && <AboutMeForm onDone={(about) => setStep({ name: 'terms', about })} />}
      {step.name === 'terms' && <AcceptTerms version={invitation.terms} busy={false} onAccept={() => setStep({ name: 'credential', about: step.about })} />}
      {step.name === 'credential' && (
        <FirstCredential token={token} invitation={invitation} about={step.about} onEnrolled={(enrolled) => setStep({ name: 'sheet', about: step.about, enrolled })} />
      )}
      {step.name === 'sheet' && <RecoverySheet invitation={invitation} about={step.about} enrolled={step.enrolled} onKept={() => void finish(step.enrolled)} />}
    </>
  );
}

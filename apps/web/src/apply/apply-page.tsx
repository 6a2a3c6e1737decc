// The public form: /apply begins an application, /apply#<token> goes on with one or shows what became of it. No account, nothing kept here.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { engine } from '../crypto/engine.ts';
import { Failure } from '../crypto/channel.ts';
import { Banner, Waiting } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import { useArrival } from '../shell/page.tsx';
import { PlainShell } from '../shell/plain-shell.tsx';
import { Queries } from '../shell/queries.tsx';
import { ApplicationStatus } from './application-status.tsx';
import { WriteApplication } from './write-application.tsx';
import '../enrol/enrol.css';
import './apply.css';

export function ApplyPage() {
  return <Queries><Apply /></Queries>;
}

function Apply() {
  const { t } = useText();
  const heading = useArrival(t('apply.title'));
  const [token] = useState(() => window.location.hash.slice(1));
  const application = useQuery({ queryKey: ['my-application', token], queryFn: () => engine.openApplication(token), enabled: token !== '', staleTime: Infinity, gcTime: 0, refetchOnWindowFocus: false });
  const unknown = application.error instanceof Failure && application.error.code === 'not-found';
  const writable = application.data?.view.state === 'draft' || application.data?.view.state === 'returned';
  return (
    <PlainShell broad>
      <h1 ref={heading} tabIndex={-1}>{t('apply.title')}</h1>
      {token === '' && <WriteApplication before={null} />}
      {token !== '' && application.isPending && <Waiting>{t('shell.loading')}</Waiting>}
      {unknown && <Banner tone="bad" title={t('apply.unknown')}><p>{t('apply.unknown.what')}</p></Banner>}
      {application.error && !unknown && <FailureBanner failure={application.error} retry={() => void application.refetch()} />}
      {application.data && application.data.view.state !== 'draft' && <ApplicationStatus token={token} opened={application.data} onChanged={() => void application.refetch()} />}
      {application.data && writable && <WriteApplication before={{ token, opened: application.data }} onSubmitted={() => void application.refetch()} />}
    </PlainShell>
  );
}

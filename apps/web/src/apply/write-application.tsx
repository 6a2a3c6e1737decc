import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { OpenedApplication } from '#client';
import { engine } from '../crypto/engine.ts';
import { Banner, Waiting } from '../design/display.tsx';
import { ComparePhrase } from '../enrol/compare-phrase.tsx';
import { useText } from '../i18n/text.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import { ApplicationForm } from './application-form.tsx';
import { ApplicationStatus } from './application-status.tsx';

export interface WriteApplicationProps {
  /** Null: a new one. */
  before: { readonly token: string; readonly opened: OpenedApplication } | null;
  onSubmitted?: () => void;
}

/** First the network's words are compared: they decide who will be able to read what is written next. */
export function WriteApplication({ before, onSubmitted }: WriteApplicationProps) {
  const { t, number } = useText();
  const [compared, setCompared] = useState(false);
  const [submitted, setSubmitted] = useState<{ token: string; opened: OpenedApplication } | null>(null);
  const secretariat = useQuery({ queryKey: ['secretariat-keys'], queryFn: () => engine.secretariatKeys(), staleTime: Infinity, gcTime: 0, refetchOnWindowFocus: false });
  if (submitted !== null) return <ApplicationStatus token={submitted.token} opened={submitted.opened} onChanged={() => window.location.reload()} />;
  if (secretariat.isPending) return <Waiting>{t('shell.loading')}</Waiting>;
  if (secretariat.error) return <FailureBanner failure={secretariat.error} retry={() => void secretariat.refetch()} />;
  if (secretariat.data === null) return <Banner tone="warn">{t('apply.no-network')}</Banner>;
  const { data } = secretariat;
  if (!compared) {
    return (
      <>
        <p className="lead">{t('apply.lead')}</p>
        <ComparePhrase phrase={data.phrase} lead={t('apply.compare', { officers: number(data.officers) })} onSame={() => setCompared(true)} />
      </>
    );
  }
  const done = (token: string, opened: OpenedApplication) => (onSubmitted ? onSubmitted() : setSubmitted({ token, opened }));
  return <ApplicationForm network={data.network} before={before} onSubmitted={done} />;
}

// Older mail on its way to the current keys, and colleagues whom earlier mail is closed to.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { RewrapProgress } from '#client';
import { engine } from '../crypto/engine.ts';
import type { LackingHistory } from '../crypto/mailbox-api.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Progress } from '../design/progress.tsx';
import { useToast } from '../design/toast.tsx';
import { useText } from '../i18n/text.tsx';
import { useStepUp } from '../session/step-up.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import { usePeople } from './people.ts';

const WORKING_MS = 1000;
const RESTING_MS = 2000;
const LOOKING_MS = 15_000;

export function EarlierMail() {
  const { t } = useText();
  const progress = useQuery({ queryKey: ['rewrapping'], queryFn: () => engine.rewrapping(), refetchInterval: ({ state }) => (state.data?.phase === 'running' ? WORKING_MS : RESTING_MS) });
  const lacking = useQuery({ queryKey: ['lacking-history'], queryFn: () => engine.lackingHistory(), refetchInterval: LOOKING_MS });
  const shown = progress.data;
  const some = shown && (shown.left > 0 || shown.withheld > 0);
  if (!some && (lacking.data ?? []).length === 0) return null;
  return (
    <section className="card stack" aria-labelledby="earlier-mail">
      <h3 id="earlier-mail">{t('rewrap.title')}</h3>
      {shown && shown.left > 0 && <Rewrapping progress={shown} />}
      {shown && shown.withheld > 0 && <p className="soft">{t('rewrap.withheld', { count: shown.withheld })}</p>}
      {(lacking.data ?? []).map((one) => <Lacking key={one.officer} lacking={one} />)}
    </section>
  );
}

function Rewrapping({ progress: { phase, done, left, unopened } }: { progress: RewrapProgress }) {
  const { t, number } = useText();
  const cache = useQueryClient();
  const paused = phase === 'paused';
  const pause = useMutation({ mutationFn: () => engine.pauseRewrapping(!paused), onSettled: () => cache.invalidateQueries({ queryKey: ['rewrapping'] }) });
  return (
    <>
      <p className="soft">{t('rewrap.lead')}</p>
      <Progress label={t('rewrap.progress', { done: number(done), all: number(done + left) })} value={done / (done + left)} />
      <div className="row apart wide">
        <output className="small soft">{t(`rewrap.phase.${phase}`)}</output>
        {phase !== 'shared' && <Button isPending={pause.isPending} onPress={() => pause.mutate()}>{t(paused ? 'rewrap.resume' : 'rewrap.pause')}</Button>}
      </div>
      {unopened > 0 && <p className="small">{t('rewrap.unopened', { count: unopened })}</p>}
      {pause.error && <FailureBanner failure={pause.error} />}
    </>
  );
}

function Lacking({ lacking }: { lacking: LackingHistory }) {
  const { t } = useText();
  const { nameOf } = usePeople();
  const cache = useQueryClient();
  const withStepUp = useStepUp();
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const name = nameOf(lacking.officer);
  const grant = useMutation({
    mutationFn: () => withStepUp(() => engine.grantHistory(lacking)),
    onSuccess: () => {
      toast(t('rewrap.granted', { name }));
      setAsking(false);
    },
    onSettled: () => Promise.all(['lacking-history', 'rewrapping', 'epochs'].map((key) => cache.invalidateQueries({ queryKey: [key] }))),
  });
  return (
    <div className="row apart wide">
      <span>{t('rewrap.lacks', { name, count: lacking.epochs.length })}</span>
      <Button onPress={() => setAsking(true)}>{t('rewrap.grant')}</Button>
      <Dialog title={t('rewrap.grant.title', { name })} open={asking} onClose={() => setAsking(false)} role="alertdialog">
        <p>{t('rewrap.grant.what', { name, count: lacking.epochs.length })}</p>
        {grant.error && <FailureBanner failure={grant.error} />}
        <div className="row end">
          <Button onPress={() => setAsking(false)}>{t('action.cancel')}</Button>
          <Button kind="primary" isPending={grant.isPending} onPress={() => grant.mutate()}>{t('rewrap.grant')}</Button>
        </div>
      </Dialog>
    </div>
  );
}

import { useMutation, useQuery } from '@tanstack/react-query';
import { engine } from '../crypto/engine.ts';
import { Button } from '../design/button.tsx';
import { Badge, Banner } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { opened, useSession } from '../session/session.ts';
import { FailureBanner } from '../shell/failure-text.tsx';
import { CertificateWords } from './certificate-words.tsx';
import { useProposals } from './proposals.tsx';
import './administration.css';

const LOOK_EVERY_MS = 5_000;

/** For somebody who enrolled and is on no roster yet: what is done, what is missing, and by whom. */
export function AdmissionSteps() {
  const { t } = useText();
  const session = useSession();
  const proposals = useProposals();
  const me = session.phase === 'out' ? null : session.who;
  const proposal = proposals.data?.find(({ admits }) => admits.some(({ officer }) => officer === me?.officer));
  const proposed = proposal !== undefined;
  const signed = proposed && proposal.signatures.some(({ certificate }) => certificate === me?.certificate);
  if (!me) return null;
  return (
    <section className="card stack" aria-labelledby="steps">
      <h2 id="steps">{t('administration.steps')}</h2>
      <Admitted />
      <ReissueWait />
      <ol className="steps">
        <Step done words={t('administration.step.enrolled')} />
        <Step done={proposed} words={t('administration.step.proposed')} />
        <Step done={signed} words={t('administration.step.signed')} />
        <Step done={false} words={t('administration.step.others')} />
      </ol>
      {!proposed && (
        <>
          <h3>{t('administration.words')}</h3>
          <CertificateWords certificate={me.certificate} name={null} />
        </>
      )}
    </section>
  );
}

function Step({ done, words }: { done: boolean; words: string }) {
  const { t } = useText();
  return (
    <li>
      <span>{words}</span>
      <Badge tone={done ? 'good' : 'plain'}>{t(done ? 'administration.step.done' : 'administration.step.waits')}</Badge>
    </li>
  );
}

/** Appears once the roster names me; the session goes on in its new place. */
function Admitted() {
  const { t } = useText();
  const changed = useQuery({ queryKey: ['place'], queryFn: () => engine.placeChanged(), refetchInterval: LOOK_EVERY_MS });
  const enter = useMutation({ mutationFn: () => engine.enterPlace(), onSuccess: opened });
  if (changed.data !== true) return null;
  return (
    <Banner tone="good" alert title={t('administration.admitted')}>
      <p>{t('administration.admitted.what')}</p>
      {enter.error && <FailureBanner failure={enter.error} />}
      <p><Button kind="primary" isPending={enter.isPending} onPress={() => enter.mutate()}>{t('administration.admitted.enter')}</Button></p>
    </Banner>
  );
}

/** Signed by all: what is left is the waiting time, in which any officer of the member can stop it. */
function ReissueWait() {
  const { t, dateTime } = useText();
  const own = useQuery({ queryKey: ['own-reissue'], queryFn: () => engine.ownReissue(), refetchInterval: LOOK_EVERY_MS * 6 });
  if (!own.data) return null;
  return <Banner title={t('reissue.waits')}><p>{own.data.due === null ? t('administration.not-begun') : t('administration.takes-effect', { date: dateTime(new Date(own.data.due)) })} {t('reissue.waits.what')}</p></Banner>;
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { engine } from '../crypto/engine.ts';
import type { EpochView } from '../crypto/mailbox-api.ts';
import { Button } from '../design/button.tsx';
import { Badge, DataList, Fact, Waiting, type Tone } from '../design/display.tsx';
import { Dialog } from '../design/dialog.tsx';
import { useToast } from '../design/toast.tsx';
import { Phrase } from '../enrol/compare-phrase.tsx';
import { useText } from '../i18n/text.tsx';
import { useSession } from '../session/session.ts';
import { useStepUp } from '../session/step-up.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import { EarlierMail } from './earlier-mail.tsx';
import { usePeople } from './people.ts';
import '../enrol/enrol.css';
import './administration.css';

const TONES: Readonly<Record<EpochView['state'], Tone>> = { current: 'good', stale: 'warn', pending: 'warn', past: 'plain', void: 'plain' };

/** The member's mailbox keys, generation by generation. */
export function MailboxEpochs() {
  const { t } = useText();
  const session = useSession();
  const [rotating, setRotating] = useState(false);
  const epochs = useQuery({ queryKey: ['epochs'], queryFn: () => engine.epochs(), refetchInterval: 15_000 });
  const mayRotate = session.phase === 'open' && (session.who.role === 'security' || session.who.role === 'officer');
  const inUse = epochs.data?.filter(({ state }) => state !== 'past' && state !== 'void') ?? [];
  const earlier = epochs.data?.filter((epoch) => !inUse.includes(epoch)) ?? [];
  return (
    <section className="stack" aria-labelledby="epochs">
      <div className="row apart wide">
        <h2 id="epochs">{t('administration.epochs')}</h2>
        {mayRotate && <Button onPress={() => setRotating(true)}>{t('administration.epoch.rotate')}</Button>}
      </div>
      <p className="soft">{t('administration.epochs.lead')}</p>
      {epochs.isPending && <Waiting>{t('shell.loading')}</Waiting>}
      {epochs.error && <FailureBanner failure={epochs.error} retry={() => void epochs.refetch()} />}
      {epochs.data?.length === 0 && <p className="soft">{t('administration.epochs.none')}</p>}
      {inUse.length > 0 && <div className="card stack">{inUse.map((epoch) => <EpochFacts key={epoch.id} epoch={epoch} mayGrant={mayRotate} />)}</div>}
      {mayRotate && <EarlierMail />}
      {earlier.length > 0 && (
        <details className="wide">
          <summary>{t('administration.epoch.earlier', { count: earlier.length })}</summary>
          <div className="card stack">{earlier.map((epoch) => <EpochFacts key={epoch.id} epoch={epoch} mayGrant={false} />)}</div>
        </details>
      )}
      {rotating && <Rotate onClose={() => setRotating(false)} />}
    </section>
  );
}

function EpochFacts({ epoch, mayGrant }: { epoch: EpochView; mayGrant: boolean }) {
  const { t, list, number } = useText();
  const { nameOf, namesOf } = usePeople();
  const at = (officer: string, position: number) => t('administration.epoch.at', { name: nameOf(officer), position: number(position) });
  const lacking = epoch.state === 'current' ? epoch.lacking : [];
  return (
    <div className="stack epoch wide">
      <div className="row"><Badge tone={TONES[epoch.state]}>{t(`administration.epoch.${epoch.state}`)}</Badge></div>
      <DataList>
        <Fact name={t('administration.epoch.made')}>{at(epoch.rotatedBy, epoch.rotatedAt)}</Fact>
        {epoch.confirmedBy !== null && epoch.confirmedAt !== null && <Fact name={t('administration.epoch.confirmed')}>{at(epoch.confirmedBy, epoch.confirmedAt)}</Fact>}
        <Fact name={t('administration.epoch.holders')}>{list(namesOf(epoch.holders))}</Fact>
        {lacking.length > 0 && (
          <Fact name={t('administration.epoch.lacking')}>
            <span className="row">{lacking.map((officer) => (mayGrant ? <Grant key={officer} officer={officer} name={nameOf(officer)} /> : <bdi key={officer}>{nameOf(officer)}</bdi>))}</span>
          </Fact>
        )}
      </DataList>
      {epoch.state !== 'past' && epoch.state !== 'void' && <div className="wide"><Phrase words={epoch.phrase} /></div>}
    </div>
  );
}

function Grant({ officer, name }: { officer: string; name: string }) {
  const { t } = useText();
  const cache = useQueryClient();
  const grant = useMutation({
    mutationFn: () => engine.grantEpoch(officer),
    onSettled: () => Promise.all(['epochs', 'officers', 'members'].map((key) => cache.invalidateQueries({ queryKey: [key] }))),
  });
  return (
    <>
      {grant.error && <FailureBanner failure={grant.error} />}
      <Button isPending={grant.isPending} onPress={() => grant.mutate()}>{t('administration.epoch.grant', { name })}</Button>
    </>
  );
}

function Rotate({ onClose }: { onClose(): void }) {
  const { t } = useText();
  const cache = useQueryClient();
  const withStepUp = useStepUp();
  const toast = useToast();
  const rotate = useMutation({
    mutationFn: () => withStepUp(() => engine.rotateEpoch()),
    onSuccess: () => {
      toast(t('administration.epoch.rotated'));
      onClose();
    },
    onSettled: () => Promise.all(['epochs', 'members'].map((key) => cache.invalidateQueries({ queryKey: [key] }))),
  });
  return (
    <Dialog title={t('administration.epoch.rotate')} open onClose={onClose} role="alertdialog">
      <p>{t('administration.epoch.rotate.what')}</p>
      {rotate.error && <FailureBanner failure={rotate.error} />}
      <div className="row end">
        <Button onPress={onClose}>{t('action.cancel')}</Button>
        <Button kind="primary" isPending={rotate.isPending} onPress={() => rotate.mutate()}>{t('administration.epoch.rotate')}</Button>
      </div>
    </Dialog>
  );
}

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { OpenedApplication } from '#client';
import { STATE_TONES } from '../applications/state-tones.ts';
import { engine } from '../crypto/engine.ts';
import { Button } from '../design/button.tsx';
import { Badge, DataList, Fact } from '../design/display.tsx';
import { Dialog } from '../design/dialog.tsx';
import { useStateName } from '../directory/states.ts';
import { useText } from '../i18n/text.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import { KeepLink } from './keep-link.tsx';

/** What became of an application, for who has its link. */
export function ApplicationStatus({ token, opened, onChanged }: { token: string; opened: OpenedApplication; onChanged(): void }) {
  const { t, date, dateTime } = useText();
  const stateName = useStateName();
  const [withdrawing, setWithdrawing] = useState(false);
  const { view, notes } = opened;
  const open = view.state === 'received' || view.state === 'checking' || view.state === 'returned';
  return (
    <section className="stack" aria-labelledby="status">
      <div className="row">
        <h2 id="status">{t('apply.status')}</h2>
        <Badge tone={STATE_TONES[view.state]}>{t(`application.state.${view.state}`)}</Badge>
      </div>
      <p>{t(`application.next.${view.state}`)}</p>
      <DataList>
        {view.head && <Fact name={t('apply.authority')}><bdi>{view.head.authorityName}</bdi> · <bdi>{stateName(view.head.state)}</bdi></Fact>}
        {open && view.expires && <Fact name={t('apply.expires')}>{date(view.expires)}</Fact>}
      </DataList>
      <h3>{t('application.history')}</h3>
      <ol className="rows">
        {view.history.map(({ at, state, reason }, i) => (
          <li key={at}>
            <div className="grow">
              <p>{t(`application.state.${state}`)}{reason && <> · {t(`application.reason.${reason}`)}</>}</p>
              {notes[i] && <p className="prose">{notes[i]}</p>}
            </div>
            <time className="soft small" dateTime={at}>{dateTime(at)}</time>
          </li>
        ))}
      </ol>
      {open && <KeepLink token={token} />}
      {open && <Button kind="danger" onPress={() => setWithdrawing(true)}>{t('apply.withdraw')}</Button>}
      {withdrawing && <Withdraw token={token} id={view.id} onClose={() => setWithdrawing(false)} onChanged={onChanged} />}
    </section>
  );
}

function Withdraw({ token, id, onClose, onChanged }: { token: string; id: string; onClose(): void; onChanged(): void }) {
  const { t } = useText();
  const withdraw = useMutation({
    mutationFn: () => engine.withdrawApplication({ token, id }),
    onSuccess: () => {
      onClose();
      onChanged();
    },
  });
  return (
    <Dialog title={t('apply.withdraw')} open onClose={onClose} role="alertdialog">
      <p>{t('apply.withdraw.what')}</p>
      {withdraw.error && <FailureBanner failure={withdraw.error} />}
      <div className="row end">
        <Button onPress={onClose}>{t('action.cancel')}</Button>
        <Button kind="danger" isPending={withdraw.isPending} onPress={() => withdraw.mutate()}>{t('apply.withdraw')}</Button>
      </div>
    </Dialog>
  );
}

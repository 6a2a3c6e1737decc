// Where my mail goes, and the change of it: an address proves itself by the code that was mailed there.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Form } from 'react-aria-components/Form';
import { request } from '../../crypto/request.ts';
import type { AnswerOf } from '../../crypto/requests.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Banner } from '../../design/display.tsx';
import { Field } from '../../design/field.tsx';
import { useToast } from '../../design/toast.tsx';
import { useText } from '../../i18n/text.tsx';
import { useStepUp } from '../../session/step-up.tsx';
import { FailureBanner } from '../../shell/failure-text.tsx';

type Changing = NonNullable<AnswerOf<'notices.own'>['changing']>;

/** The hub reads it again, more strictly. */
const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@.]+$/;
const CODE = /^\d{8}$/;

export function OwnAddress({ address, changing }: { address: string | null; changing: Changing | null }) {
  const { t } = useText();
  const [open, setOpen] = useState(false);
  return (
    <>
      <div className="row apart wide">
        <p className="soft">{address === null ? t('notice.no-address') : <>{t('notice.address')} <bdi>{address}</bdi></>}</p>
        <Button onPress={() => setOpen(true)}>{t(changing !== null ? 'notice.address.enter-code' : address === null ? 'notice.address.give' : 'notice.address.change')}</Button>
      </div>
      {changing !== null && <WhatIsAwaited changing={changing} />}
      {open && (changing === null ? <AskDialog address={address} onClose={() => setOpen(false)} /> : <CodeDialog changing={changing} onClose={() => setOpen(false)} />)}
    </>
  );
}

function WhatIsAwaited({ changing: { address, expires, state, reply } }: { changing: Changing }) {
  const { t, dateTime } = useText();
  return (
    <Banner tone={state === 'refused' ? 'bad' : 'plain'} title={t('notice.address.waiting', { address: `\u2068${address}\u2069`, until: dateTime(expires) })}>
      <p>{t(`notice.address.mail.${state}`)} {reply !== null && t('notice.reply', { reply })}</p>
    </Banner>
  );
}

/** Stays open: once the code is asked for, the code's dialog takes its place. */
function AskDialog({ address, onClose }: { address: string | null; onClose(): void }) {
  const { t } = useText();
  const cache = useQueryClient();
  const withStepUp = useStepUp();
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState(false);
  const given = typed.trim();
  const mistake = given === address ? t('notice.address.same') : !ADDRESS.test(given) ? t('notice.address.invalid') : undefined;
  const ask = useMutation({
    mutationFn: () => withStepUp(() => request('notices.askAddress', { body: { address: given } })),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['notices'] }),
  });
  return (
    <Dialog title={t(address === null ? 'notice.address.give' : 'notice.address.change')} open onClose={onClose}>
      <Form className="stack" validationBehavior="aria" onSubmit={(event) => { event.preventDefault(); setAsked(true); if (mistake === undefined && !ask.isPending) ask.mutate(); }}>
        <p className="soft">{t('notice.address.lead')}</p>
        {ask.error && <FailureBanner failure={ask.error} />}
        <Field label={t('notice.address.new')} mistake={asked ? mistake : undefined} value={typed} onChange={setTyped} type="email" code first isRequired maxLength={254} autoComplete="email" />
        <div className="row end wide">
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button kind="primary" type="submit" isPending={ask.isPending} isDisabled={given === ''}>{t('notice.address.send-code')}</Button>
        </div>
      </Form>
    </Dialog>
  );
}

function CodeDialog({ changing, onClose }: { changing: Changing; onClose(): void }) {
  const { t } = useText();
  const cache = useQueryClient();
  const toast = useToast();
  const withStepUp = useStepUp();
  const [typed, setTyped] = useState('');
  const code = typed.replaceAll(/[\s-]/g, '');
  const again = () => cache.invalidateQueries({ queryKey: ['notices'] });
  const confirm = useMutation({
    mutationFn: () => withStepUp(() => request('notices.confirmAddress', { body: { code } })),
    onSuccess: async () => {
      toast(t('notice.address.changed'));
      onClose();
      await again();
    },
  });
  const giveUp = useMutation({
    mutationFn: () => request('notices.withdrawAddress'),
    onSuccess: async () => {
      onClose();
      await again();
    },
  });
  return (
    <Dialog title={t('notice.address.enter-code')} open onClose={() => { onClose(); void again(); }}>
      <Form className="stack" validationBehavior="aria" onSubmit={(event) => { event.preventDefault(); if (CODE.test(code) && !confirm.isPending) confirm.mutate(); }}>
        <WhatIsAwaited changing={changing} />
        {(confirm.error ?? giveUp.error) !== null && <FailureBanner failure={confirm.error ?? giveUp.error} />}
        <Field label={t('notice.address.code')} value={typed} onChange={setTyped} code first isRequired maxLength={20} inputMode="numeric" autoComplete="one-time-code" />
        <div className="row end wide">
          <Button onPress={() => giveUp.mutate()} isPending={giveUp.isPending}>{t('notice.address.give-up')}</Button>
          <Button kind="primary" type="submit" isPending={confirm.isPending} isDisabled={!CODE.test(code)}>{t('notice.address.confirm')}</Button>
        </div>
      </Form>
    </Dialog>
  );
}

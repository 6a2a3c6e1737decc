import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { engine } from '../crypto/engine.ts';
import { request } from '../crypto/request.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Badge, Waiting } from '../design/display.tsx';
import { Field } from '../design/field.tsx';
import { useToast } from '../design/toast.tsx';
import { useText } from '../i18n/text.tsx';
import { useSession } from '../session/session.ts';
import { useStepUp } from '../session/step-up.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';

/** My ways to sign in: list, add a passkey, remove. */
export function Credentials() {
  const { t, date } = useText();
  const cache = useQueryClient();
  const withStepUp = useStepUp();
  const open = useSession().phase === 'open';
  const [adding, setAdding] = useState(false);
  const credentials = useQuery({ queryKey: ['credentials'], queryFn: () => request('identity.credentials') });
  const remove = useMutation({
    mutationFn: (id: string) => withStepUp(() => request('identity.removeCredential', { params: { id } })),
    onSettled: () => cache.invalidateQueries({ queryKey: ['credentials'] }),
  });
  return (
    <section className="stack" aria-labelledby="credentials">
      <div className="row apart wide">
        <h2 id="credentials">{t('account.credentials')}</h2>
        <Button isDisabled={!open} onPress={() => setAdding(true)}>{t('account.add-passkey')}</Button>
      </div>
      {!open && <p className="soft small">{t('account.add-passkey.locked')}</p>}
      {credentials.isPending && <Waiting>{t('shell.loading')}</Waiting>}
      {credentials.error && <FailureBanner failure={credentials.error} retry={() => void credentials.refetch()} />}
      {remove.error && <FailureBanner failure={remove.error} />}
      {credentials.data && (
        <ul className="rows">
          {credentials.data.items.map((item) => (
            <li key={item.id}>
              <div className="grow">
                <p className="row">
                  <bdi>{item.label}</bdi>
                  {item.current && <Badge tone="good">{t('account.this-credential')}</Badge>}
                </p>
                <p className="soft small">
                  {t('account.credential-line', { method: t(`method.${item.method}`), since: date(item.created), used: item.lastUsed ? date(item.lastUsed) : t('account.never') })}
                </p>
              </div>
              {!item.current && <Button kind="danger" isDisabled={remove.isPending} onPress={() => remove.mutate(item.id)}>{t('action.remove')}</Button>}
            </li>
          ))}
        </ul>
      )}
      {adding && <AddPasskey onClose={() => setAdding(false)} />}
    </section>
  );
}

function AddPasskey({ onClose }: { onClose(): void }) {
  const { t } = useText();
  const cache = useQueryClient();
  const withStepUp = useStepUp();
  const toast = useToast();
  const [label, setLabel] = useState('');
  const add = useMutation({
    mutationFn: () => withStepUp(() => engine.addPasskey(label.trim())),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: ['credentials'] });
      toast(t('account.passkey-added'));
      onClose();
    },
  });
  return (
    <Dialog title={t('account.add-passkey')} open onClose={onClose}>
      <p className="soft">{t('account.add-passkey.lead')}</p>
      {add.error && <FailureBanner failure={add.error} />}
      <Field label={t('account.passkey-label')} hint={t('account.passkey-label.hint')} value={label} onChange={setLabel} first isRequired maxLength={100} />
      <div className="row end">
        <Button onPress={onClose}>{t('action.cancel')}</Button>
        <Button kind="primary" isPending={add.isPending} isDisabled={label.trim() === ''} onPress={() => add.mutate()}>{t('account.add-passkey')}</Button>
      </div>
    </Dialog>
  );
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Form } from 'react-aria-components/Form';
import { engine } from '../../crypto/engine.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Field } from '../../design/field.tsx';
import { useToast } from '../../design/toast.tsx';
import { useText } from '../../i18n/text.tsx';
import { FailureBanner } from '../../shell/failure-text.tsx';

const NAME_LIMIT = 60;

/** The name is signed into the trust log as a hash, and stays. */
export function NameDeviceDialog({ onClose }: { onClose(): void }) {
  const { t } = useText();
  const cache = useQueryClient();
  const toast = useToast();
  const [name, setName] = useState('');
  const sign = useMutation({
    mutationFn: () => engine.nameThisDevice(name.trim()),
    onSuccess: async () => {
      await Promise.all(['this-device', 'devices', 'sessions'].map((key) => cache.invalidateQueries({ queryKey: [key] })));
      toast(t('device.named'));
      onClose();
    },
  });
  const complete = name.trim() !== '';
  return (
    <Dialog title={t('device.name-it')} open onClose={onClose}>
      <Form className="stack" onSubmit={(event) => { event.preventDefault(); if (complete && !sign.isPending) sign.mutate(); }}>
        <p>{t('device.name.what')}</p>
        {sign.error && <FailureBanner failure={sign.error} />}
        <Field label={t('device.name')} hint={t('device.name.hint')} value={name} onChange={setName} first isRequired maxLength={NAME_LIMIT} />
        <div className="row end wide">
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button kind="primary" type="submit" isPending={sign.isPending} isDisabled={!complete}>{t('device.sign')}</Button>
        </div>
      </Form>
    </Dialog>
  );
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { engine } from '../crypto/engine.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { useText } from '../i18n/text.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';

export function ForgetVerification({ member, name }: { member: string; name: string }) {
  const { t } = useText();
  const cache = useQueryClient();
  const [asking, setAsking] = useState(false);
  const forget = useMutation({
    mutationFn: () => engine.forgetVerification(member),
    onSuccess: async () => {
      setAsking(false);
      await cache.invalidateQueries({ queryKey: ['verifications'] });
    },
  });
  return (
    <>
      <Button kind="quiet" aria-label={t('verified.forget.of', { name })} onPress={() => setAsking(true)}>{t('verified.forget')}</Button>
      <Dialog title={t('verified.forget.of', { name })} open={asking} onClose={() => setAsking(false)} role="alertdialog">
        <p>{t('verified.forget.what')}</p>
        {forget.error && <FailureBanner failure={forget.error} />}
        <div className="row end">
          <Button onPress={() => setAsking(false)}>{t('action.cancel')}</Button>
          <Button kind="danger" isPending={forget.isPending} onPress={() => forget.mutate()}>{t('verified.forget')}</Button>
        </div>
      </Dialog>
    </>
  );
}

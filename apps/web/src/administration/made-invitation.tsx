import { Button } from '../design/button.tsx';
import { Banner } from '../design/display.tsx';
import { useToast } from '../design/toast.tsx';
import { Phrase } from '../enrol/compare-phrase.tsx';
import { useText } from '../i18n/text.tsx';

/** Shown once: the link, and the network's phrase that goes with it by another way. */
export function MadeInvitation({ made: { link, phrase }, onClose }: { made: { link: string; phrase: readonly string[] }; onClose(): void }) {
  const { t } = useText();
  const toast = useToast();
  const copy = async () => {
    await navigator.clipboard.writeText(link);
    toast(t('administration.copied'));
  };
  return (
    <>
      <Banner tone="warn" title={t('invitation.once')}><p>{t('invitation.hand-over')}</p></Banner>
      <code className="fixed secret" data-testid="invitation-link" translate="no">{link}</code>
      <div className="row"><Button onPress={() => void copy()}>{t('administration.copy-link')}</Button></div>
      <Phrase words={phrase} />
      <div className="row end wide"><Button kind="primary" onPress={onClose}>{t('action.close')}</Button></div>
    </>
  );
}

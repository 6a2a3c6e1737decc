import { Button } from '../design/button.tsx';
import { Banner } from '../design/display.tsx';
import { useToast } from '../design/toast.tsx';
import { useText } from '../i18n/text.tsx';

/** The link is the only way back: the hub does not know it, and cannot send it. The applicant's own mail program can. */
export function KeepLink({ token }: { token: string }) {
  const { t } = useText();
  const toast = useToast();
  const link = `${window.location.origin}/apply#${token}`;
  const copy = async () => {
    await navigator.clipboard.writeText(link);
    toast(t('administration.copied'));
  };
  return (
    <Banner tone="warn" title={t('apply.link')}>
      <p>{t('apply.link.what')}</p>
      <code className="fixed secret" data-testid="application-link" translate="no">{link}</code>
      <div className="row">
        <Button onPress={() => void copy()}>{t('administration.copy-link')}</Button>
        <a className="button" href={`mailto:?subject=${encodeURIComponent(t('apply.link.subject'))}&body=${encodeURIComponent(link)}`}>{t('apply.link.mail')}</a>
      </div>
    </Banner>
  );
}

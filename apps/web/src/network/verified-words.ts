import type { VerificationView } from '../crypto/member-api.ts';
import { useText } from '../i18n/text.tsx';

/** A verification and what came after, in one sentence. */
export function useVerifiedWords(): (view: VerificationView) => string {
  const { t, date } = useText();
  return (view) => {
    if (view.state === 'altered') return t('verified.altered');
    const on = date(view.at);
    if (view.state === 'contradicted') return t('verified.contradicted', { date: on });
    return view.unseen.length > 0 ? t('verified.changed', { count: view.unseen.length, date: on }) : t('verified.on', { date: on });
  };
}

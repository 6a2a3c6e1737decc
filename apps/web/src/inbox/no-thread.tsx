import { EmptyState } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { useSession } from '../session/session.ts';

export function NoThread() {
  const { t } = useText();
  return useSession().phase === 'open' ? <EmptyState title={t('inbox.choose')} /> : null;
}

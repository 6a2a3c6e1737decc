import { useNavigate } from '@tanstack/react-router';
import { Button } from '../design/button.tsx';
import { Icon } from '../design/icon.tsx';
import { engine } from '../crypto/engine.ts';
import { useText } from '../i18n/text.tsx';
import { useSession } from '../session/session.ts';

/** Whether the keys are in memory, always in sight, and the way to change it. */
export function LockState() {
  const { t } = useText();
  const session = useSession();
  const navigate = useNavigate();
  const open = session.phase === 'open';
  return (
    <output className="lock">
      <Icon name={open ? 'unlocked' : 'locked'} />
      {t(open ? 'lock.open' : 'lock.locked')}
      {open ? (
        <Button kind="quiet" onPress={() => void engine.lock()}>{t('lock.lock')}</Button>
      ) : (
        <Button kind="quiet" onPress={() => void navigate({ to: '/sign-in', search: { next: window.location.pathname + window.location.search } })}>{t('lock.unlock')}</Button>
      )}
    </output>
  );
}

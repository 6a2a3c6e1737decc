import { Link } from '@tanstack/react-router';
import { Icon } from '../design/icon.tsx';
import { useText } from '../i18n/text.tsx';
import { useUnreadAlerts } from './use-alerts.ts';
import './alerts.css';

/** The way to the alerts, with how many are new. */
export function Bell() {
  const { t, number } = useText();
  const unread = useUnreadAlerts();
  return (
    <Link to="/alerts" className="button quiet bell" aria-label={t('alerts.bell', { count: unread })}>
      <Icon name="bell" />
      {unread > 0 && <span className="count" aria-hidden="true">{number(unread)}</span>}
    </Link>
  );
}

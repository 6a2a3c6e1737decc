// What every page urges until it is done, one thing at a time.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { engine } from '../crypto/engine.ts';
import { request } from '../crypto/request.ts';
import { Button } from '../design/button.tsx';
import { Banner } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { useSession } from '../session/session.ts';
import { NameDeviceBanner } from './devices/name-device-banner.tsx';
import { useThisDevice } from './devices/use-this-device.ts';
import './account.css';

const ACCOUNT = '/account';

export function Urges() {
  const device = useThisDevice();
  const atHome = useLocation().pathname === ACCOUNT;
  const alone = useAlone();
  if (device.data?.ask === true) return <div className="urged"><NameDeviceBanner /></div>;
  // The account page says so itself, whether or not it was put off.
  return alone && !atHome ? <div className="urged"><SecondWay /></div> : null;
}

/** There is one way to sign in, and that was not put off here. */
function useAlone(): boolean {
  const session = useSession();
  const open = session.phase === 'open';
  const off = useQuery({ queryKey: ['put-off', 'second-way'], queryFn: () => engine.isPutOff('second-way'), enabled: open, staleTime: Infinity });
  const credentials = useQuery({ queryKey: ['credentials'], queryFn: () => request('identity.credentials'), enabled: open && off.data === false });
  return open && off.data === false && credentials.data?.items.length === 1;
}

function SecondWay() {
  const { t } = useText();
  const cache = useQueryClient();
  const later = async () => {
    await engine.putOff('second-way');
    await cache.invalidateQueries({ queryKey: ['put-off'] });
  };
  return (
    <Banner tone="warn" title={t('recovery.second')}>
      <p>{t('recovery.second.why')}</p>
      <p className="row">
        <Link className="button" to={ACCOUNT}>{t('account.title')}</Link>
        <Button kind="quiet" onPress={() => void later()}>{t('action.later')}</Button>
      </p>
    </Banner>
  );
}

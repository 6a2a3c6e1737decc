import { Link } from '@tanstack/react-router';
import { useText } from '../i18n/text.tsx';
import { useSession } from '../session/session.ts';
import { useOwnAuthority } from './entry-acts.tsx';

/** The ways to proposals, stale entries, imports and one's own entry, for those who have any; for everybody to the copy that is kept. */
export function DirectoryActs() {
  const { t } = useText();
  const session = useSession();
  const own = useOwnAuthority();
  const secretariat = session.phase !== 'out' && session.who.role === 'secretariat';
  return (
    <>
      <Link className="button" to="/directory/offline">{t('offline.link')}</Link>
      {own !== null && <Link className="button" to="/directory/$authority" params={{ authority: own }}>{t('entry.own.open')}</Link>}
      {(own !== null || secretariat) && <Link className="button" to="/directory/proposals">{t('entry.proposals')}</Link>}
      {secretariat && <Link className="button" to="/directory/stale">{t('entry.stale')}</Link>}
      {secretariat && <Link className="button" to="/directory/imports">{t('import.link')}</Link>}
    </>
  );
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { engine } from '../../crypto/engine.ts';
import { Button } from '../../design/button.tsx';
import { Waiting } from '../../design/display.tsx';
import { useText } from '../../i18n/text.tsx';
import { useSession } from '../../session/session.ts';
import { FailureBanner } from '../../shell/failure-text.tsx';
import { Page } from '../../shell/page.tsx';
import { KeptSearch } from './kept-search.tsx';
import { openClosed, openClosedNoMore } from './opens-closed.ts';

const KEY = ['kept-directory'];

/** The public directory as this device keeps it: searched without the hub, and verified before anything of it is shown. */
export function OfflinePage() {
  const { t } = useText();
  const cache = useQueryClient();
  const unlocked = useSession().phase === 'open';
  const kept = useQuery({ queryKey: KEY, queryFn: () => engine.keptDirectory(), staleTime: 0, gcTime: 0 });
  const keep = useMutation({ mutationFn: () => engine.keepDirectory(), onSuccess: (directory) => cache.setQueryData(KEY, directory) });
  const forget = useMutation({ mutationFn: () => Promise.all([engine.forgetDirectory(), openClosedNoMore()]), onSuccess: () => cache.setQueryData(KEY, null) });
  return (
    <Page title={t('offline.title')} lead={t('offline.lead')} acts={<Link to="/directory">{t('directory.title')}</Link>}>
      <div className="row">
        <Button kind="primary" isDisabled={!unlocked} isPending={keep.isPending} onPress={() => keep.mutate()}>{t(kept.data ? 'offline.renew' : 'offline.keep')}</Button>
        {kept.data && <Button isPending={forget.isPending} onPress={() => forget.mutate()}>{t('offline.forget')}</Button>}
      </div>
      {!unlocked && <p className="soft small">{t('audit.verify-locked')}</p>}
      {kept.data?.outcome === 'verified' && <OpensClosed />}
      {(kept.isPending || keep.isPending) && <Waiting>{t('offline.verifying')}</Waiting>}
      {keep.error && <FailureBanner failure={keep.error} retry={() => keep.mutate()} />}
      {kept.error && <FailureBanner failure={kept.error} />}
      {kept.data && <KeptSearch directory={kept.data} />}
    </Page>
  );
}

/** Says whether the portal's address leads here without a connection too. */
function OpensClosed() {
  const { t } = useText();
  const opens = useQuery({ queryKey: ['opens-closed'], queryFn: openClosed, staleTime: Infinity, gcTime: 0 });
  return <p className="soft small" role="status">{opens.data === undefined ? t('offline.closed.working') : t(opens.data ? 'offline.closed' : 'offline.closed.not')}</p>;
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { KeptDirectory } from '../../crypto/offline-api.ts';
import { engine } from '../../crypto/engine.ts';
import { Button } from '../../design/button.tsx';
import { Banner, Waiting } from '../../design/display.tsx';
import { Field } from '../../design/field.tsx';
import { useText } from '../../i18n/text.tsx';
import { useSession } from '../../session/session.ts';
import { FailureBanner } from '../../shell/failure-text.tsx';
import { Page } from '../../shell/page.tsx';
import { KeptEntry } from './kept-entry.tsx';
import { searchOf } from './search-kept.ts';

const KEY = ['kept-directory'];

/** The public directory as this device keeps it: searched without the hub, and verified before anything of it is shown. */
export function OfflinePage() {
  const { t } = useText();
  const cache = useQueryClient();
  const unlocked = useSession().phase === 'open';
  const kept = useQuery({ queryKey: KEY, queryFn: () => engine.keptDirectory(), staleTime: 0, gcTime: 0 });
  const keep = useMutation({ mutationFn: () => engine.keepDirectory(), onSuccess: (directory) => cache.setQueryData(KEY, directory) });
  const forget = useMutation({ mutationFn: () => engine.forgetDirectory(), onSuccess: () => cache.setQueryData(KEY, null) });
  return (
    <Page title={t('offline.title')} lead={t('offline.lead')} acts={<Link to="/directory">{t('directory.title')}</Link>}>
      <div className="row">
        <Button kind="primary" isDisabled={!unlocked} isPending={keep.isPending} onPress={() => keep.mutate()}>{t(kept.data ? 'offline.renew' : 'offline.keep')}</Button>
        {kept.data && <Button isPending={forget.isPending} onPress={() => forget.mutate()}>{t('offline.forget')}</Button>}
      </div>
      {!unlocked && <p className="soft small">{t('audit.verify-locked')}</p>}
      {(kept.isPending || keep.isPending) && <Waiting>{t('offline.verifying')}</Waiting>}
      {keep.error && <FailureBanner failure={keep.error} retry={() => keep.mutate()} />}
      {kept.error && <FailureBanner failure={kept.error} />}
      {kept.data?.outcome === 'refused' && <Banner tone="bad" alert title={t('offline.refused')}><p>{t(`offline.refused.${kept.data.failed}`)}</p></Banner>}
      {kept.data?.outcome === 'verified' && <KeptSearch directory={kept.data} />}
    </Page>
  );
}

function KeptSearch({ directory: { snapshot, index } }: { directory: Extract<KeptDirectory, { outcome: 'verified' }> }) {
  const { t, dateTime, number } = useText();
  const [typed, setTyped] = useState('');
  const search = useMemo(() => searchOf(snapshot), [snapshot]);
  const found = search(typed);
  return (
    <>
      <Banner tone="good" title={t('offline.verified', { date: dateTime(snapshot.made) })}>
        <p>{t('offline.verified.how', { index: number(index), count: snapshot.authorities.length })}</p>
      </Banner>
      <search className="wide"><Field label={t('directory.search')} value={typed} onChange={setTyped} type="search" autoComplete="off" maxLength={200} /></search>
      <p className="soft small" role="status">{found.length === 0 ? t('directory.none') : t('offline.found', { count: found.length })}</p>
      {found.length > 0 && <ul className="rows">{found.map((entry) => <KeptEntry key={entry.id} entry={entry} states={snapshot.states} />)}</ul>}
    </>
  );
}

import { useEffect, useState } from 'react';
import { openKept, type KeptDirectory } from '../../crypto/kept-directory.ts';
import { Button } from '../../design/button.tsx';
import { Banner, EmptyState, Waiting } from '../../design/display.tsx';
import { useText } from '../../i18n/text.tsx';
import { networkIs } from '../../session/session.ts';
import { FailureBanner } from '../../shell/failure-text.tsx';
import { useArrival } from '../../shell/page.tsx';
import { PlainShell } from '../../shell/plain-shell.tsx';
import { KeptSearch } from './kept-search.tsx';

/** In place of any page that did not come, whatever its address: what is kept can be searched, all else needs the hub. Nobody signs in here. */
export function KeptPage() {
  const { t } = useText();
  const heading = useArrival(t('offline.title'));
  const [kept, setKept] = useState<{ readonly directory: KeptDirectory | null } | { readonly failure: unknown } | null>(null);
  useEffect(() => {
    const open = async () => {
      const directory = await openKept();
      if (directory?.outcome === 'verified') networkIs(directory.network);
      setKept({ directory });
    };
    open().catch((failure: unknown) => setKept({ failure }));
  }, []);
  return (
    <PlainShell broad>
      <h1 ref={heading} tabIndex={-1}>{t('offline.title')}</h1>
      <Banner tone="warn" title={t('offline.unreachable')}>
        <p>{t('offline.unreachable.lead')}</p>
        <p><Button onPress={() => window.location.reload()}>{t('action.retry')}</Button></p>
      </Banner>
      {kept === null && <Waiting>{t('offline.verifying')}</Waiting>}
      {kept !== null && 'failure' in kept && <FailureBanner failure={kept.failure} />}
      {kept !== null && 'directory' in kept && (kept.directory === null ? <EmptyState title={t('offline.nothing')} /> : <KeptSearch directory={kept.directory} />)}
    </PlainShell>
  );
}

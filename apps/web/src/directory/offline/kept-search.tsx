import { useMemo, useState } from 'react';
import type { KeptDirectory } from '../../crypto/kept-directory.ts';
import { Banner } from '../../design/display.tsx';
import { Field } from '../../design/field.tsx';
import { useText } from '../../i18n/text.tsx';
import { KeptEntry } from './kept-entry.tsx';
import { searchOf } from './search-kept.ts';

/** The kept directory, or why nothing of it is shown. */
export function KeptSearch({ directory }: { directory: KeptDirectory }) {
  const { t } = useText();
  if (directory.outcome === 'refused') return <Banner tone="bad" alert title={t('offline.refused')}><p>{t(`offline.refused.${directory.failed}`)}</p></Banner>;
  return <VerifiedSearch directory={directory} />;
}

function VerifiedSearch({ directory: { snapshot, index } }: { directory: Extract<KeptDirectory, { outcome: 'verified' }> }) {
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

import { useState } from 'react';
import { DataList, Fact } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { Phrase } from './compare-phrase.tsx';
import './enrol.css';

/** What is printed and kept apart from the device. `phrase` null: the network has not begun. */
export function Sheet({ name, signInName, code, phrase }: { name: string | null; signInName: string; code: string; phrase: readonly string[] | null }) {
  const { t, date } = useText();
  const [made] = useState(() => new Date());
  return (
    <section className="sheet" aria-labelledby="sheet">
      <h2 id="sheet">{t('sheet.title')}</h2>
      <DataList>
        <Fact name={t('sheet.hub')}><code className="fixed">{window.location.origin}</code></Fact>
        {name !== null && <Fact name={t('enrol.about.name')}><bdi>{name}</bdi></Fact>}
        <Fact name={t('sign-in.name')}><code className="fixed">{signInName}</code></Fact>
        <Fact name={t('sign-in.recovery')}><code className="fixed secret" data-testid="recovery-code" translate="no">{code}</code></Fact>
        <Fact name={t('sheet.made')}>{date(made)}</Fact>
      </DataList>
      {phrase && (
        <div className="stack tight">
          <h3>{t('sheet.phrase')}</h3>
          <div className="wide"><Phrase words={phrase} /></div>
        </div>
      )}
      <p className="small">{t('sheet.keep')}</p>
    </section>
  );
}

import { useState } from 'react';
import { Banner } from '../design/display.tsx';
import { Button } from '../design/button.tsx';
import { Checkbox } from '../design/checkbox.tsx';
import { useText } from '../i18n/text.tsx';

/** Twelve words, numbered; English in every language, because they are compared letter by letter. */
export function Phrase({ words }: { words: readonly string[] }) {
  return (
    <ol className="phrase" lang="en">
      {words.map((word, index) => <li key={`${index}-${word}`}>{word}</li>)}
    </ol>
  );
}

/** The first step, before anything is made: is this the network that the invitation came from? */
export function ComparePhrase({ phrase, lead, onSame }: { phrase: readonly string[]; /** Where the words to compare with come from; absent: with the invitation. */ lead?: string; onSame(): void }) {
  const { t } = useText();
  const [compared, setCompared] = useState(false);
  const [differ, setDiffer] = useState(false);
  if (differ) return <Banner tone="bad" alert title={t('enrol.phrase.differ.title')}><p>{t('enrol.phrase.differ.what')}</p></Banner>;
  return (
    <section className="stack" aria-labelledby="phrase">
      <h2 id="phrase">{t('enrol.phrase.title')}</h2>
      <p>{lead ?? t('enrol.phrase.lead')}</p>
      <div className="wide"><Phrase words={phrase} /></div>
      <Checkbox checked={compared} onChange={setCompared}>{t('enrol.phrase.compared')}</Checkbox>
      <div className="row">
        <Button kind="primary" isDisabled={!compared} onPress={onSame}>{t('enrol.phrase.same')}</Button>
        <Button kind="danger" onPress={() => setDiffer(true)}>{t('enrol.phrase.differ')}</Button>
      </div>
    </section>
  );
}

import { useState } from 'react';
import { Button } from '../design/button.tsx';
import { Checkbox } from '../design/checkbox.tsx';
import { useText } from '../i18n/text.tsx';
import { TermsText } from './terms-text.tsx';

/** The terms with the question; `onAccept` is called only when the reader has said yes. */
export function AcceptTerms({ version, busy, onAccept }: { version: number; busy: boolean; onAccept(): void }) {
  const { t } = useText();
  const [read, setRead] = useState(false);
  return (
    <section className="stack" aria-labelledby="terms">
      <h2 id="terms">{t('terms.title')}</h2>
      <TermsText version={version} />
      <Checkbox checked={read} onChange={setRead}>{t('terms.accept')}</Checkbox>
      <Button kind="primary" isDisabled={!read} isPending={busy} onPress={onAccept}>{t('action.continue')}</Button>
    </section>
  );
}

import type { MemberFactsView } from '../crypto/member-api.ts';
import { useText } from '../i18n/text.tsx';
import { WordsAndCode } from './words-and-code.tsx';

/** My member's words, to read out to whoever verifies it. */
export function OwnPhrase({ facts: { compared } }: { facts: MemberFactsView }) {
  const { t } = useText();
  if (compared === null) return null;
  return (
    <section className="card stack" aria-labelledby="verify">
      <h2 id="verify">{t('verified.own')}</h2>
      <p>{t('verified.own.lead')}</p>
      <WordsAndCode compared={compared} />
    </section>
  );
}

import { TERMS_POINTS } from './terms-points.ts';
import { useText } from '../i18n/text.tsx';
import './terms.css';

/** The terms of use in force, in the reader's language. */
export function TermsText({ version }: { version: number }) {
  const { t, number } = useText();
  return (
    <div className="stack wide">
      <p className="soft">{t('terms.lead')}</p>
      <ol className="terms">{TERMS_POINTS.map((point) => <li key={point}>{t(point)}</li>)}</ol>
      <p className="soft small">{t('terms.version', { version: number(version) })}</p>
    </div>
  );
}

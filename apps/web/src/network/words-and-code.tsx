import { Phrase } from '../enrol/compare-phrase.tsx';
import { QrCode } from '../enrol/qr-code.tsx';
import { useText } from '../i18n/text.tsx';
import '../enrol/enrol.css';

/** What both sides have to see alike, as twelve words and as a QR code. */
export function WordsAndCode({ compared: { hash, phrase } }: { compared: { readonly hash: string; readonly phrase: readonly string[] } }) {
  const { t } = useText();
  return (
    <>
      <div className="wide"><Phrase words={phrase} /></div>
      <details className="wide">
        <summary>{t('verified.qr')}</summary>
        <div className="certificate-qr"><QrCode text={hash} label={t('verified.qr')} /></div>
        <p className="small"><code className="fixed">{hash}</code></p>
      </details>
    </>
  );
}

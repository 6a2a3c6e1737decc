import { useQuery } from '@tanstack/react-query';
import { engine } from '../crypto/engine.ts';
import { Waiting } from '../design/display.tsx';
import { Phrase } from '../enrol/compare-phrase.tsx';
import { QrCode } from '../enrol/qr-code.tsx';
import { useText } from '../i18n/text.tsx';
import '../enrol/enrol.css';

export interface CertificateWordsProps {
  /** SHA-256 of the certificate. */
  certificate: string;
  /** Whose it is; null: mine. */
  name: string | null;
}

/** A certificate in twelve words, with whom and how to compare them before its admission is signed. */
export function CertificateWords({ certificate, name }: CertificateWordsProps) {
  const { t } = useText();
  const words = useQuery({ queryKey: ['phrase', certificate], queryFn: () => engine.phraseOf(certificate), staleTime: Infinity });
  return (
    <div className="stack tight wide">
      <p>{name === null ? t('administration.words.own') : t('administration.words.lead', { name })}</p>
      {words.data ? <div className="wide"><Phrase words={words.data} /></div> : <Waiting>{t('shell.loading')}</Waiting>}
      <details className="wide">
        <summary>{t('administration.words.qr')}</summary>
        <div className="certificate-qr"><QrCode text={certificate} label={t('administration.words.qr')} /></div>
      </details>
    </div>
  );
}

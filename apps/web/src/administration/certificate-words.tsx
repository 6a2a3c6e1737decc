import { useQuery } from '@tanstack/react-query';
import { engine } from '../crypto/engine.ts';
import { Banner, Waiting } from '../design/display.tsx';
import { InSight } from '../design/in-sight.tsx';
import { Phrase } from '../enrol/compare-phrase.tsx';
import { QrCode } from '../enrol/qr-code.tsx';
import { useText } from '../i18n/text.tsx';
import { ScanCode } from '../scan/scan-code.tsx';
import type { Comparison } from './comparison.ts';
import '../enrol/enrol.css';

export interface CertificateWordsProps {
  /** SHA-256 of the certificate. */
  certificate: string;
  /** Whose it is; null: mine. */
  name: string | null;
  /** Where somebody else's is compared: its code can be scanned instead of hearing the words. */
  comparison?: Comparison;
}

/** A certificate in twelve words, with whom and how to compare them before its admission is signed. */
export function CertificateWords({ certificate, name, comparison }: CertificateWordsProps) {
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
      {comparison !== undefined && name !== null && <Scan certificate={certificate} name={name} comparison={comparison} />}
    </div>
  );
}

function Scan({ certificate, name, comparison }: { certificate: string; name: string; comparison: Comparison }) {
  const { t } = useText();
  const outcome = comparison.scanned(certificate);
  return (
    <>
      <ScanCode onText={(text) => void comparison.scan(certificate, text)} />
      {outcome === 'same' && <InSight><Banner tone="good">{t('scan.certificate.same', { name })}</Banner></InSight>}
      {outcome === 'differs' && <InSight><Banner tone="bad" alert title={t('scan.certificate.differs', { name })}><p>{t('scan.certificate.differs.what')}</p></Banner></InSight>}
      {outcome === 'unreadable' && <InSight><p className="mistake" role="alert">{t('scan.something-else')}</p></InSight>}
    </>
  );
}

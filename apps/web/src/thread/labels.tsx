import type { HandlingLabels } from '#protocol';
import { useText } from '../i18n/text.tsx';
import './labels.css';

const TONES: Readonly<Record<HandlingLabels['tlp'], string>> = { 'TLP:RED': 'red', 'TLP:AMBER+STRICT': 'amber', 'TLP:AMBER': 'amber', 'TLP:GREEN': 'green', 'TLP:CLEAR': 'clear' };

/** How the recipient may use what follows: shown before the text. TLP is never translated. */
export function Labels({ labels }: { labels: HandlingLabels }) {
  const { t } = useText();
  return (
    <ul className="labels" aria-label={t('labels.title')}>
      <li><span className={`tlp tlp-${TONES[labels.tlp]}`} lang="en">{labels.tlp}</span></li>
      <li className="tag">{t(`sensitivity.${labels.sensitivity}`)}</li>
      {labels.use.map((code) => <li key={code} className="tag">{code === 'H3' && labels.useNote !== null ? <>H3: <bdi>{labels.useNote}</bdi></> : t(`use.${code}`)}</li>)}
      {labels.source !== null && <li className="tag">{t('labels.source-grade', { grade: labels.source })}</li>}
      {labels.information !== null && <li className="tag">{t('labels.information-grade', { grade: labels.information })}</li>}
    </ul>
  );
}

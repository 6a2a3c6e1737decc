import { Banner } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { useDisputed } from './member-names.ts';

/** Says loudly, and names whom it concerns, when the hub and this client's own replay do not say the same. Nothing while they do. */
export function DisagreementBanner() {
  const { t, language } = useText();
  const disputed = useDisputed();
  if (disputed.length === 0) return null;
  return (
    <Banner tone="bad" alert title={t('disagreement.title')}>
      <ul>
        {disputed.map(({ member, authority, about }) => <li key={member}>{t(`disagreement.${about}`, { name: authority.names[language] ?? authority.name })}</li>)}
      </ul>
      <p>{t('disagreement.lead')}</p>
    </Banner>
  );
}

import type { Visibility } from '#protocol';
import { Badge } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';

/** Beside a value that not everybody may see: who may. */
export function AudienceBadge({ of }: { of: Visibility }) {
  const { t } = useText();
  return of === 'public' ? null : <>{' '}<Badge>{t(`directory.visible.${of}`)}</Badge></>;
}

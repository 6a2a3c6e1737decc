import type { Coverage } from '#protocol';
import { Badge, type Tone } from '../../design/display.tsx';
import { useText } from '../../i18n/text.tsx';

const TONES: Readonly<Record<Coverage, Tone>> = { convention: 'good', other: 'plain', missing: 'warn' };

/** Whether a function is designated, in words. */
export function CoverageBadge({ of, short = false }: { of: Coverage; short?: boolean }) {
  const { t } = useText();
  return <Badge tone={TONES[of]}>{t(short ? `coverage.short.${of}` : `state.coverage.${of}`)}</Badge>;
}

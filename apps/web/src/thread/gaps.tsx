import type { ThreadView } from '../crypto/mail-api.ts';
import { Banner } from '../design/display.tsx';
import { useText, type Text } from '../i18n/text.tsx';

type Gap = ThreadView['gaps'][number];

/** What this reader was not shown: loud, specific, and above the rest, which stays readable. */
export function Gaps({ gaps }: { gaps: ThreadView['gaps'] }) {
  const text = useText();
  if (gaps.length === 0) return null;
  return (
    <Banner tone="bad" alert title={text.t('gap.title', { count: gaps.length })}>
      <ul className="stack tight">
        {gaps.map((gap) => <li key={JSON.stringify(gap)}>{wordsFor(gap, text)}</li>)}
      </ul>
    </Banner>
  );
}

function wordsFor(gap: Gap, { t, number }: Text): string {
  switch (gap.kind) {
    case 'beginning':
      return t('gap.beginning');
    case 'parent':
      return t('gap.parent', { hash: gap.parent.slice(0, 16) });
    case 'sequence':
      return t('gap.sequence', { from: number(gap.from), to: number(gap.to) });
    case 'closed':
      return t('gap.closed', { count: gap.messages.length });
  }
}

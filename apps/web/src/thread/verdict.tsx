import type { MessageView } from '../crypto/mail-api.ts';
import { VerdictBadge } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';

/** The verdict of the reader's checks, in words beside the text. */
export function Verdict({ message, sender }: { message: MessageView; sender: string }) {
  const { t, number } = useText();
  const { verdict, signer, index } = message;
  if (verdict.state === 'refused') return <VerdictBadge tone="bad">{t('verdict.refused', { reason: t(`reading.${verdict.failure}`) })}</VerdictBadge>;
  if (verdict.state === 'not-yet-anchored') return <VerdictBadge tone="warn">{t('verdict.not-yet-anchored', { sender })}</VerdictBadge>;
  return (
    <VerdictBadge tone="good">
      {t('verdict.verified', { sender, admitted: signer ? number(signer.admittedAt) : '?', entry: index === null ? '?' : number(index) })}
    </VerdictBadge>
  );
}

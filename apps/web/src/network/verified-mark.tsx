import { VerdictBadge } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { useVerifications } from './verifications.ts';
import { useVerifiedWords } from './verified-words.ts';

/** Whether I verified the member, and whether something was signed about it since that I have not looked at. Nothing before that is known, and for my own. */
export function VerifiedMark({ member, mine = false }: { member: string; mine?: boolean | undefined }) {
  const { t } = useText();
  const words = useVerifiedWords();
  const verifications = useVerifications();
  if (verifications === null || mine) return null;
  const view = verifications.get(member);
  if (view === undefined) return <VerdictBadge tone="plain">{t('verified.not')}</VerdictBadge>;
  const tone = view.state !== 'verified' ? 'bad' : view.unseen.length > 0 ? 'warn' : 'good';
  return <VerdictBadge tone={tone}>{words(view)}</VerdictBadge>;
}

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { AuthorityEntry } from '#protocol';
import { engine } from '../crypto/engine.ts';
import { Banner } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { useSession } from '../session/session.ts';

/** Whether a message can be sent there now, and the way to it. */
export function CanBeWrittenTo({ member }: Pick<AuthorityEntry, 'member'>) {
  const { t } = useText();
  const session = useSession();
  const replayed = useQuery({ queryKey: ['members'], queryFn: () => engine.members(), enabled: session.phase === 'open' });
  const isQuiet = replayed.data?.find(({ id }) => id === member?.id)?.liveAt === null;
  if (member === null) return <Banner title={t('directory.not-a-member')}><p>{t('directory.not-a-member.lead')}</p></Banner>;
  if (!member.canBeWrittenTo) return <Banner tone="warn" title={t('directory.cannot-be-written-to')}><p>{t('directory.cannot-be-written-to.why')}</p></Banner>;
  const who = session.phase === 'out' ? null : session.who;
  const writes = who !== null && (who.role === 'security' || who.role === 'officer') && who.member !== member.id;
  return (
    <Banner tone="good" title={t('directory.can-be-written-to')}>
      <p>{t('directory.can-be-written-to.lead')} {t('compose.readers', { count: member.readers })}</p>
      {isQuiet && <p>{t('live.not-yet')}</p>}
      {writes && <p className="no-print"><Link className="button primary" to="/compose" search={{ member: member.id }}>{t('directory.write')}</Link></p>}
    </Banner>
  );
}

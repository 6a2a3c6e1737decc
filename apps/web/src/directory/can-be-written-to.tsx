import { Link } from '@tanstack/react-router';
import type { AuthorityEntry } from '#protocol';
import { Banner } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { DisagreementBanner } from '../network/disagreement-banner.tsx';
import { useDisputed, useMembers } from '../network/member-names.ts';
import { useSession } from '../session/session.ts';

/** Whether a message can be sent there now, and the way to it. */
export function CanBeWrittenTo({ member }: Pick<AuthorityEntry, 'member'>) {
  const { t, date } = useText();
  const session = useSession();
  const { members } = useMembers();
  const disputed = useDisputed().some((each) => each.member === member?.id);
  const isQuiet = members.get(member?.id ?? '')?.liveAt === null;
  if (member === null) return <Banner title={t('directory.not-a-member')}><p>{t('directory.not-a-member.lead')}</p></Banner>;
  if (disputed) return <DisagreementBanner />;
  if (!member.canBeWrittenTo) return <Banner tone="warn" title={t('directory.cannot-be-written-to')}><p>{t('directory.cannot-be-written-to.why')}</p></Banner>;
  const verified = members.get(member.id)?.epoch;
  const who = session.phase === 'out' ? null : session.who;
  const writes = who !== null && (who.role === 'security' || who.role === 'officer') && who.member !== member.id;
  return (
    <Banner tone="good" title={t('directory.can-be-written-to')}>
      <p>{t('directory.can-be-written-to.lead')} {t('compose.readers', { count: member.readers })}</p>
      {isQuiet && <p>{t('live.not-yet')}</p>}
      {verified && <p className="small">{t('compose.verified-keys', { date: date(new Date(verified.made)) })}</p>}
      {writes && <p className="no-print"><Link className="button primary" to="/compose" search={{ member: member.id }}>{t('directory.write')}</Link></p>}
    </Banner>
  );
}

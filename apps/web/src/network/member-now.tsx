import { Link } from '@tanstack/react-router';
import type { OfficerRole } from '#protocol';
import type { MemberFactsView } from '../crypto/member-api.ts';
import { Badge, DataList, Fact } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import type { KnownMember } from './member-names.ts';
import { useOfficers } from './officers.ts';

const ROLES = ['security', 'officer', 'reader', 'auditor'] as const satisfies readonly OfficerRole[];

/** Whether it can be written to, by which keys, and who serves there. */
export function MemberNow({ facts, member }: { facts: MemberFactsView; member: KnownMember | undefined }) {
  const { t, number, compare } = useText();
  const serving = [...useOfficers(facts.member).values()].filter(({ serves }) => serves);
  return (
    <section className="card stack" aria-labelledby="now">
      <h2 id="now">{t('member-page.now')}</h2>
      <DataList>
        {member && <Fact name={t('member-page.written-to')}><Badge tone={member.standing === 'current' ? 'good' : 'warn'}>{t(`standing.${member.standing}`)}</Badge></Fact>}
        {member?.epoch && <Fact name={t('network.certificate')}><code className="fixed">{member.epoch.certificate}</code></Fact>}
        {member && <Fact name={t('member-page.readers')}>{number(member.readers)}</Fact>}
        <Fact name={t('member-page.admitted')}>{t('member-page.at', { position: number(facts.admittedAt) })}</Fact>
        {member && <Fact name={t('live.title')}>{member.liveAt === null ? t('live.not-yet') : t('live.since', { position: number(member.liveAt) })}</Fact>}
        {ROLES.map((role) => {
          const those = serving.filter((officer) => officer.role === role);
          return (
            <Fact key={role} name={t(`officer-role.${role}`)}>
              {number(those.length)}
              {those.length > 0 && (
                <ul className="officers-of">
                  {those.toSorted((a, b) => compare(a.card?.name ?? '', b.card?.name ?? '')).map(({ officer, card }) => (
                    <li key={officer}>
                      <bdi>{card?.name ?? t('administration.unknown-officer', { id: officer.slice(0, 8) })}</bdi>
                      {card && <span className="soft"> · <bdi>{card.function}</bdi></span>}
                      {facts.suspendedOfficers.includes(officer) && <> <Badge tone="warn">{t('member-page.suspended')}</Badge></>}
                    </li>
                  ))}
                </ul>
              )}
            </Fact>
          );
        })}
      </DataList>
      {member && <Link to="/directory/$authority" params={{ authority: member.authority }}>{t('member-page.entry')}</Link>}
    </section>
  );
}

import type { EpochFacts } from '../crypto/network-api.ts';
import { Badge, Waiting } from '../design/display.tsx';
import { Phrase } from '../enrol/compare-phrase.tsx';
import { useText } from '../i18n/text.tsx';
import { FailureBanner } from '../shell/failure-text.tsx';
import { MemberLink } from './member-link.tsx';
import { useMembers } from './member-names.ts';
import { VerifiedMark } from './verified-mark.tsx';

/** Who belongs, by this client's replay: officers, standing of the mailbox, and its keys in words to compare. */
export function Members() {
  const { t, compare, number } = useText();
  const { members, error, pending } = useMembers();
  const sorted = [...members.values()].toSorted((a, b) => compare(a.stateName, b.stateName) || compare(a.name, b.name));
  return (
    <section className="stack" aria-labelledby="members">
      <h2 id="members">{t('network.members', { count: members.size })}</h2>
      {pending && <Waiting>{t('shell.loading')}</Waiting>}
      {error ? <FailureBanner failure={error} /> : null}
      {sorted.length > 0 && (
        <ul className="rows">
          {sorted.map((member) => (
            <li key={member.id}>
              <div className="grow">
                <MemberLink member={member} id={member.id} />
                <p className="soft small">{t('network.member-line', { officers: member.officers, readers: member.readers })} · {member.liveAt === null ? t('live.not-yet') : t('live.since', { position: number(member.liveAt) })}</p>
              </div>
              {member.mine && <Badge>{t('network.mine')}</Badge>}
              <Badge tone={member.standing === 'current' ? 'good' : 'warn'}>{t(`standing.${member.standing}`)}</Badge>
              <VerifiedMark member={member.id} mine={member.mine} />
              {member.epoch && <Keys epoch={member.epoch} />}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Keys({ epoch }: { epoch: EpochFacts }) {
  const { t, dateTime, number } = useText();
  return (
    <details className="keys-of">
      <summary>{t('network.keys')}</summary>
      <div className="stack tight">
        <p className="soft small">{t('network.keys.made', { date: dateTime(new Date(epoch.made)), position: number(epoch.rotatedAt) })}</p>
        <div className="wide"><Phrase words={epoch.phrase} /></div>
        <p className="small">{t('network.certificate')} <code className="fixed">{epoch.certificate}</code></p>
      </div>
    </details>
  );
}

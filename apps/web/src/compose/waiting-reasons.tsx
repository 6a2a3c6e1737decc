// Whose keys a message waits for, and since when, in words.
import type { WaitingFor } from '#client';
import { useText } from '../i18n/text.tsx';
import { Banner } from '../design/display.tsx';
import { useMembers, type KnownMember } from '../network/member-names.ts';

export function WaitingReasons({ waitingFor }: { waitingFor: readonly WaitingFor[] }) {
  const { t } = useText();
  const { members } = useMembers();
  const reason = useWaitingReason();
  return (
    <>
      {waitingFor.map((one) => <p key={one.member} className="small">{reason(one, members.get(one.member)?.name ?? one.member.slice(0, 8))}</p>)}
      <p className="small soft">{t('compose.held.what')}</p>
    </>
  );
}

/** The sentence for one member. */
export function useWaitingReason(): (waiting: Pick<WaitingFor, 'because' | 'since'>, name: string) => string {
  const { t, date } = useText();
  return ({ because, since }, name) => (because === 'suspended' || because === 'frozen' || since === null ? t(`compose.waits.${because}`, { name }) : t(`compose.waits.${because}.since`, { name, date: date(new Date(since)) }));
}

/** Said while one writes: the message can be sent, and will wait. */
export function WaitsHere({ members }: { members: readonly (KnownMember | undefined)[] }) {
  const { t } = useText();
  const reason = useWaitingReason();
  const waits = members.filter((member) => member?.staleness);
  if (waits.length === 0) return null;
  return (
    <Banner tone="warn" title={t('compose.will-wait')}>
      {waits.map((member) => <p key={member!.id} className="small">{reason({ because: member!.staleness!.because, since: member!.staleness!.time }, member!.name)}</p>)}
      <p className="small">{t('compose.held.what')}</p>
    </Banner>
  );
}

/** Said while one writes: the member can be written to, and has not shown yet that it keeps its keys. */
export function NotLiveYet({ members }: { members: readonly (KnownMember | undefined)[] }) {
  const { t } = useText();
  const quiet = members.filter((member) => member !== undefined && member.liveAt === null);
  if (quiet.length === 0) return null;
  return <Banner title={t('live.not-yet')}>{quiet.map((member) => <p key={member!.id} className="small">{t('live.not-yet.what', { name: member!.name })}</p>)}</Banner>;
}

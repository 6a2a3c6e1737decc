import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { AuditItem } from '#protocol';
import { engine } from '../crypto/engine.ts';
import { Button } from '../design/button.tsx';
import { Badge, Banner, DataList, Fact } from '../design/display.tsx';
import { Icon } from '../design/icon.tsx';
import { useText } from '../i18n/text.tsx';
import { MemberName } from '../network/member-name.tsx';
import { useMembers } from '../network/member-names.ts';
import { useSession } from '../session/session.ts';
import { FailureBanner, problemKey } from '../shell/failure-text.tsx';

/** One act; opens to what was recorded and its proof. */
export function AuditRow({ item }: { item: AuditItem }) {
  const { t, dateTime, number } = useText();
  const [open, setOpen] = useState(false);
  const session = useSession();
  const { members } = useMembers();
  const { entry } = item;
  const { officer, member } = entry.actor;
  const mine = session.phase !== 'out' && officer === session.who.officer;
  const panel = `entry-${item.id}`;
  return (
    <li>
      <button type="button" className="act" aria-expanded={open} aria-controls={panel} onClick={() => setOpen(!open)}>
        <time className="soft small" dateTime={entry.time}>{dateTime(entry.time)}</time>
        <span className="what">{t(`action-name.${entry.action}`)}</span>
        <span className="by soft">
          {mine ? t('audit.me') : member === null ? t(officer === null ? 'audit.nobody' : 'audit.outside') : <MemberName member={members.get(member)} id={member} />}
        </span>
        {entry.outcome === 'refused' && <Badge tone="bad">{t('outcome.refused')}</Badge>}
        <Icon name="down" />
      </button>
      {open && (
        <div className="proof" id={panel}>
          <DataList>
            <Fact name={t('audit.index')}>{item.index === null ? t('audit.index.none') : number(item.index)}</Fact>
            {entry.reason !== null && <Fact name={t('audit.reason')}>{t(problemKey(entry.reason))}</Fact>}
            {entry.object && <Fact name={t('audit.object')}>{t(`object.${entry.object.kind}`)} <code className="fixed">{entry.object.id}</code></Fact>}
            {officer !== null && <Fact name={t('audit.officer')}><code className="fixed">{officer}</code></Fact>}
            {item.context && <Fact name={t('audit.address')}><code className="fixed">{item.context.address ?? '—'}</code></Fact>}
            {item.context?.session && <Fact name={t('audit.session')}><code className="fixed">{item.context.session}</code></Fact>}
            <Fact name={t('audit.recorded')}><pre className="fixed raw">{JSON.stringify(entry, null, 2)}</pre></Fact>
          </DataList>
          <Verify item={item} />
        </div>
      )}
    </li>
  );
}

/** The proof, checked in this browser against checkpoints that it verified itself. */
function Verify({ item }: { item: AuditItem }) {
  const { t, number } = useText();
  const unlocked = useSession().phase === 'open';
  const verify = useMutation({ mutationFn: () => engine.verifyEntry(item) });
  const proof = verify.data;
  return (
    <div className="stack tight">
      <Button isPending={verify.isPending} isDisabled={!unlocked} onPress={() => verify.mutate()}>{t('audit.verify-here')}</Button>
      {!unlocked && <p className="soft small">{t('audit.verify-locked')}</p>}
      {verify.error && <FailureBanner failure={verify.error} />}
      {proof?.outcome === 'not-yet' && <Banner tone="warn" alert>{t('audit.proof.not-yet')}</Banner>}
      {proof?.outcome === 'refused' && <Banner tone="bad" alert title={t('audit.proof.refused')}><code className="fixed">{proof.reason}</code></Banner>}
      {proof?.outcome === 'proven' && (
        <Banner tone="good" alert title={t('audit.proof.proven', { index: number(proof.index), size: number(proof.size) })}>
          <p>{t(`audit.proof.context.${proof.context}`)}</p>
          <p className="small">{t('audit.proof.root')} <code className="fixed">{proof.root}</code></p>
          <p className="small">{t('audit.proof.trust', { size: number(proof.trustSize) })}</p>
        </Banner>
      )}
    </div>
  );
}

import { useId, useState } from 'react';
import type { AuditItem } from '#protocol';
import { Badge } from '../design/display.tsx';
import { Icon } from '../design/icon.tsx';
import { useText } from '../i18n/text.tsx';
import { MemberName } from '../network/member-name.tsx';
import { useMembers } from '../network/member-names.ts';
import { useOfficers } from '../network/officers.ts';
import { useSession } from '../session/session.ts';
import { problemKey } from '../shell/failure-text.tsx';
import { useActWords } from './act-words.ts';
import { EntryDetails, type OnObject } from './entry-details.tsx';

/** One act in words; opens to what was recorded and its proof. */
export function AuditRow({ item, onObject }: { item: AuditItem; onObject: OnObject }) {
  const { t, dateTime } = useText();
  const [open, setOpen] = useState(false);
  const inWords = useActWords();
  const panel = useId();
  const { entry } = item;
  return (
    <li>
      <button type="button" className="act" aria-expanded={open} aria-controls={panel} onClick={() => setOpen(!open)}>
        <time className="soft small" dateTime={entry.time}>{dateTime(entry.time)}</time>
        <span className="what">
          {inWords(entry)} {entry.outcome === 'refused' && <Badge tone="bad">{t('outcome.refused')}</Badge>}
          {entry.reason !== null && <span className="soft small reason">{t(problemKey(entry.reason))}</span>}
        </span>
        <span className="by soft"><Actor actor={entry.actor} /></span>
        <Icon name="down" />
      </button>
      <div id={panel} hidden={!open}>{open && <EntryDetails item={item} onObject={onObject} />}</div>
    </li>
  );
}

function Actor({ actor: { officer, member } }: { actor: AuditItem['entry']['actor'] }) {
  const { t } = useText();
  const session = useSession();
  const { members } = useMembers();
  const who = session.phase === 'out' ? null : session.who;
  const colleagues = useOfficers(member !== null && member === who?.member && who.role === 'security' ? member : null);
  if (officer !== null && officer === who?.officer) return t('audit.me');
  if (officer === null) return t(member === null ? 'audit.nobody' : 'audit.hub');
  if (member === null) return t('audit.outside');
  const card = colleagues.get(officer)?.card;
  return card ? <bdi>{card.name}</bdi> : <MemberName member={members.get(member)} id={member} />;
}

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ThreadSummary } from '#protocol';
import { engine } from '../crypto/engine.ts';
import { Icon } from '../design/icon.tsx';
import { useText } from '../i18n/text.tsx';
import type { KnownMember } from '../network/member-names.ts';

export interface ThreadRowProps {
  thread: ThreadSummary;
  members: ReadonlyMap<string, KnownMember>;
  active: boolean;
  /** Pixels from the top of the list. */
  offset: number;
  place: number;
  of: number;
}

/** Counterparts, subject and first words of the last message, unread, time. */
export function ThreadRow({ thread, members, active, offset, place, of }: ThreadRowProps) {
  const { t, shortDate, list, number } = useText();
  const preview = useQuery({
    queryKey: ['preview', thread.last.message],
    queryFn: () => engine.preview(thread.id, thread.last.message),
    refetchInterval: ({ state }) => (state.data?.verdict === 'not-yet-anchored' ? 3000 : false),
  });
  const refused = preview.data?.verdict === 'refused';
  const others = thread.members.filter((id) => members.get(id)?.mine !== true);
  const names = others.map((id) => members.get(id)?.name ?? id.slice(0, 8));
  const states = [...new Set(others.map((id) => members.get(id)?.stateName ?? ''))].filter((name) => name !== '');
  return (
    <li aria-setsize={of} aria-posinset={place}>
      <Link
        to="/inbox/$thread"
        params={{ thread: thread.id }}
        className={`thread-row${active ? ' active' : ''}${thread.unread > 0 ? ' unread' : ''}`}
        style={{ transform: `translateY(${offset}px)` }}
      >
        <span className="line">
          <span className="who clip" dir="auto">{list(names)}</span>
          <span className="state soft clip" dir="auto">{list(states)}</span>
          <span className="soft small">{shortDate(thread.activity)}</span>
        </span>
        <span className="line">
          <span className="subject clip" dir="auto">{preview.data?.subject ?? t('inbox.no-subject')}</span>
          {thread.unread > 0 && <span className="count"><span className="out-of-sight">{t('inbox.unread', { count: thread.unread })}</span><span aria-hidden="true">{number(thread.unread)}</span></span>}
        </span>
        <span className="line soft small">
          <span className="clip" dir={refused ? undefined : 'auto'}>{refused ? t('inbox.refused') : (preview.data?.snippet ?? '')}</span>
          {preview.data && preview.data.attachments > 0 && <Icon name="attach" size={14} />}
          {preview.data?.labels && <bdi className="short-tlp">{preview.data.labels.tlp.slice(4)}</bdi>}
        </span>
      </Link>
    </li>
  );
}

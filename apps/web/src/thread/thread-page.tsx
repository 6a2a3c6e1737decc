import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { engine } from '../crypto/engine.ts';
import type { ThreadView } from '../crypto/mail-api.ts';
import { Button } from '../design/button.tsx';
import { Waiting } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { MemberLink } from '../network/member-link.tsx';
import { useMembers } from '../network/member-names.ts';
import { VerifiedMark } from '../network/verified-mark.tsx';
import { useSession } from '../session/session.ts';
import { FailureBanner } from '../shell/failure-text.tsx';
import { useArrival } from '../shell/page.tsx';
import { Reply } from '../compose/reply.tsx';
import { Gaps } from './gaps.tsx';
import { MessageCard } from './message-card.tsx';
import './thread.css';

const POLL_MS = 10_000;
const ANCHOR_POLL_MS = 2_000;

export function ThreadPage() {
  const { thread: id } = useParams({ from: '/inside/inbox/$thread' });
  const { t } = useText();
  const open = useSession().phase === 'open';
  const thread = useQuery({
    queryKey: ['thread', id],
    queryFn: () => engine.openThread(id),
    enabled: open,
    // Until the proof of a fresh message is there, look more often: it takes a second.
    refetchInterval: ({ state }) => (state.data?.messages.some(({ verdict }) => verdict.state === 'not-yet-anchored') ? ANCHOR_POLL_MS : POLL_MS),
  });
  useMarkRead(thread.data);
  if (!open) return null;
  return (
    <div className="thread">
      <Link className="button back" to="/inbox">{t('thread.back')}</Link>
      {thread.isPending && <Waiting>{t('thread.opening')}</Waiting>}
      {thread.error && <FailureBanner failure={thread.error} retry={() => void thread.refetch()} />}
      {thread.data && <Opened key={id} thread={thread.data} />}
    </div>
  );
}

function Opened({ thread }: { thread: ThreadView }) {
  const { t } = useText();
  const session = useSession();
  const { members } = useMembers();
  const [replying, setReplying] = useState(false);
  const subject = thread.messages.find(({ text }) => text?.subject)?.text?.subject ?? t('inbox.no-subject');
  const heading = useArrival(subject);
  const sends = session.phase === 'open' && (session.who.role === 'officer' || session.who.role === 'security');
  return (
    <>
      <header>
        <h1 ref={heading} tabIndex={-1} dir="auto">{subject}</h1>
        <ul className="row small" aria-label={t('thread.members')}>
          {thread.members.map((member) => <li key={member} className="row"><span className="tag"><MemberLink member={members.get(member)} id={member} /></span> <VerifiedMark member={member} mine={members.get(member)?.mine} /></li>)}
        </ul>
      </header>
      <Gaps gaps={thread.gaps} />
      {thread.messages.map((message) => <MessageCard key={message.id} message={message} thread={thread} members={members} />)}
      {sends && thread.membersReplayed && !replying && <div><Button kind="primary" onPress={() => setReplying(true)}>{t('thread.reply')}</Button></div>}
      {replying && <Reply thread={thread} members={members} onDone={() => setReplying(false)} />}
    </>
  );
}

/** Read is what was on the screen: every message up to the position shown. For me alone. */
function useMarkRead(thread: ThreadView | undefined): void {
  const cache = useQueryClient();
  const id = thread?.id;
  const position = thread?.position;
  const unread = thread !== undefined && thread.unread > 0;
  useEffect(() => {
    if (!unread || id === undefined || position === undefined) return;
    void engine.markRead(id, position).then(() => cache.invalidateQueries({ queryKey: ['threads'] }), () => undefined);
  }, [id, position, unread, cache]);
}

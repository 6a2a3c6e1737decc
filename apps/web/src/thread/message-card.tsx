import { useState } from 'react';
import type { MessageView, ThreadView } from '../crypto/mail-api.ts';
import { Button } from '../design/button.tsx';
import { Badge } from '../design/display.tsx';
import { useText } from '../i18n/text.tsx';
import { MemberLink } from '../network/member-link.tsx';
import type { KnownMember } from '../network/member-names.ts';
import { useOfficers } from '../network/officers.ts';
import { Attachments } from './attachments.tsx';
import { Labels } from './labels.tsx';
import { MessageDetails } from './message-details.tsx';
import { Verdict } from './verdict.tsx';

export interface MessageCardProps {
  message: MessageView;
  thread: ThreadView;
  members: ReadonlyMap<string, KnownMember>;
}

/** One message: sender, verdict in words, labels, then the text. What failed stays shut until asked for. */
export function MessageCard({ message, thread, members }: MessageCardProps) {
  const { t, dateTime } = useText();
  const [details, setDetails] = useState(false);
  const [anyway, setAnyway] = useState(false);
  const { summary, header, text, verdict, notes } = message;
  const member = members.get(summary.sender.member);
  const officer = useOfficers(summary.sender.member).get(summary.sender.officer);
  const refused = verdict.state === 'refused';
  const heading = `message-${message.id}`;
  return (
    <article className={`message${refused ? ' refused' : ''}`} aria-labelledby={heading}>
      <header>
        <div className="from">
          <h2 id={heading}><MemberLink member={member} id={summary.sender.member} /></h2>
          <time className="soft small" dateTime={summary.accepted}>{dateTime(summary.accepted)}</time>
        </div>
        {officer?.card && <p className="soft small"><bdi>{officer.card.name}</bdi>, <bdi>{officer.card.function}</bdi></p>}
        <div><Verdict message={message} sender={member?.name ?? summary.sender.member.slice(0, 8)} /></div>
        {notes.length > 0 && <p className="row">{notes.map((note) => <Badge key={note} tone="warn">{t(`note.${note}`)}</Badge>)}</p>}
        {header && <Labels labels={header.labels} />}
      </header>
      <div className="content">
        {refused && text && !anyway && (
          <div className="stack tight">
            <p>{t('thread.refused-hidden')}</p>
            <Button onPress={() => setAnyway(true)}>{t('thread.show-anyway')}</Button>
          </div>
        )}
        {text && (!refused || anyway) && <p className="prose" dir="auto" lang={header?.language ?? undefined}>{text.text}</p>}
        {!text && <p className="soft">{t(header ? 'thread.other-kind' : 'thread.not-opened')}</p>}
        {header && header.attachments.length > 0 && !refused && <Attachments thread={thread.id} message={message.id} attachments={header.attachments} />}
        <div><Button kind="quiet" onPress={() => setDetails(true)}>{t('thread.details')}</Button></div>
      </div>
      {details && <MessageDetails message={message} thread={thread} members={members} onClose={() => setDetails(false)} />}
    </article>
  );
}

import type { MessageView, ThreadView } from '../crypto/mail-api.ts';
import { Button } from '../design/button.tsx';
import { DataList, Fact } from '../design/display.tsx';
import { Dialog } from '../design/dialog.tsx';
import { useText } from '../i18n/text.tsx';
import { MemberName } from '../network/member-name.tsx';
import type { KnownMember } from '../network/member-names.ts';

export interface MessageDetailsProps {
  message: MessageView;
  thread: ThreadView;
  members: ReadonlyMap<string, KnownMember>;
  onClose(): void;
}

const fixed = (value: string | number) => <code className="fixed">{value}</code>;

/** What the verdict rests on, and what the hub could see of this message. */
export function MessageDetails({ message, thread, members, onClose }: MessageDetailsProps) {
  const { t, dateTime, size, number } = useText();
  const { summary, header, headerHash, index, verdict } = message;
  const { audit, trust } = thread.checkpoints;
  return (
    <Dialog title={t('details.title')} open onClose={onClose} broad>
      {verdict.state === 'refused' && (
        <DataList>
          <Fact name={t('details.failure')}>{t(`reading.${verdict.failure}`)}</Fact>
          {verdict.detail !== null && <Fact name={t('details.failure-detail')}>{fixed(verdict.detail)}</Fact>}
        </DataList>
      )}
      <section className="stack tight">
        <h3>{t('details.proofs')}</h3>
        <DataList>
          <Fact name={t('details.certificate')}>{fixed(summary.sender.certificate)}</Fact>
          {headerHash !== null && <Fact name={t('details.header')}>{fixed(headerHash)}</Fact>}
          {header && <Fact name={t('details.written')}>{dateTime(header.created)}</Fact>}
          {header && <Fact name={t('details.trust-seen')}>{t('details.size-root', { size: number(header.trust.size) })} {fixed(header.trust.root)}</Fact>}
          <Fact name={t('details.entry')}>{index === null ? t('details.entry.none') : number(index)}</Fact>
          {audit && <Fact name={t('details.audit-checkpoint')}>{t('details.size-root', { size: number(audit.size) })} {fixed(audit.root)}</Fact>}
          {trust && <Fact name={t('details.trust-checkpoint')}>{t('details.size-root', { size: number(trust.size) })} {fixed(trust.root)}</Fact>}
          {header?.recipients.map((recipient) => (
            <Fact key={recipient.member} name={t('details.sealed-to')}>
              <MemberName member={members.get(recipient.member)} id={recipient.member} /><br />
              {'certificate' in recipient ? fixed(recipient.certificate) : t('details.pending')}
            </Fact>
          ))}
        </DataList>
      </section>
      <section className="stack tight">
        <h3>{t('details.hub-saw')}</h3>
        <p className="soft small">{t('details.hub-saw.lead')}</p>
        <DataList>
          <Fact name={t('details.sender')}><MemberName member={members.get(summary.sender.member)} id={summary.sender.member} /></Fact>
          <Fact name={t('details.recipients')}>
            <ul>{summary.recipients.map(({ member }) => <li key={member}><MemberName member={members.get(member)} id={member} /></li>)}</ul>
          </Fact>
          <Fact name={t('details.accepted')}>{dateTime(summary.accepted)}</Fact>
          <Fact name={t('details.bytes')}>{size(summary.bytes)}</Fact>
          <Fact name={t('details.attachments')}>{number(summary.attachments.length)}</Fact>
          <Fact name={t('details.message-id')}>{fixed(message.id)}</Fact>
          <Fact name={t('details.thread-id')}>{fixed(thread.id)}</Fact>
        </DataList>
      </section>
      <div className="row end"><Button onPress={onClose}>{t('action.close')}</Button></div>
    </Dialog>
  );
}

// Reading: threads, messages with their verdicts, attachments. Workflows and checks are those of libs/client.
import { downloadBytes, openThread, readMessage, textOf, type MessageVerdict, type ReadingNote, type ThreadGap, type ThreadMessage } from '#client';
import { Problem, messagingRoutes, toHex, type AttachmentRef, type MessageContent, type MessageHeader, type MessageSummary } from '#protocol';
import { TrustAt } from '#trust';
import { Failure } from './channel.ts';
import type { HeldOpen, OfficerDesk } from './officer-at-work.ts';

/** A message as the page shows it. Header and text are null where it did not open; the verdict says why. */
export interface MessageView {
  readonly id: string;
  readonly verdict: MessageVerdict;
  readonly notes: readonly ReadingNote[];
  readonly summary: MessageSummary;
  readonly header: MessageHeader | null;
  readonly headerHash: string | null;
  readonly text: MessageContent | null;
  /** Leaf of the audit log; null until proven. */
  readonly index: number | null;
  /** What the trust log says of the signer. */
  readonly signer: { readonly admittedAt: number; readonly authority: string | null } | null;
  readonly mine: boolean;
}

export interface ThreadView {
  readonly id: string;
  readonly members: readonly string[];
  readonly membersReplayed: boolean;
  readonly messages: readonly MessageView[];
  readonly gaps: readonly ThreadGap[];
  readonly unread: number;
  readonly position: number;
  /** What the reader's checks rest on. */
  readonly checkpoints: { readonly trust: { readonly size: number; readonly root: string } | null; readonly audit: { readonly size: number; readonly root: string } | null };
}

export interface Preview {
  readonly subject: string | null;
  readonly snippet: string | null;
  readonly labels: MessageHeader['labels'] | null;
  readonly verdict: MessageVerdict['state'];
  readonly attachments: number;
}

const SNIPPET = 140;

export function mailApi(desk: OfficerDesk, { threads, previews }: HeldOpen, progress: (id: string, value: number) => void) {
  const attachmentOf = (thread: string, message: string, attachment: string): AttachmentRef => {
    const found = threads.get(thread)?.messages.find(({ id }) => id === message)?.header?.attachments.find(({ id }) => id === attachment);
    if (!found) throw new Problem('not-found');
    return found;
  };

  return {
    /** Subject and first words of a thread's last message, for lists. */
    preview: async (thread: string, message: string): Promise<Preview> => {
      const known = previews.get(message);
      if (known) return known;
      const read = await readMessage(await desk.mail(), { thread, message });
      const text = textOf(read);
      const preview = { subject: text?.subject ?? null, snippet: text && text.text.slice(0, SNIPPET), labels: read.header?.labels ?? null, verdict: read.verdict.state, attachments: read.header?.attachments.length ?? 0 };
      if (preview.verdict === 'verified' && !read.notes.includes('replay-incomplete')) previews.set(message, preview);
      return preview;
    },
    openThread: async (id: string): Promise<ThreadView> => {
      const mail = await desk.mail();
      const opened = await openThread(mail, id, threads.get(id) ?? null);
      threads.set(id, opened);
      const { checkpoint } = mail.audit;
      const trust = mail.trust.checkpoint;
      const at = new TrustAt(opened.complete ? mail.trust.state : (await mail.trust.toRead(opened.members ?? opened.listedMembers)).state);
      return {
        id,
        members: opened.members ?? opened.listedMembers,
        membersReplayed: opened.members !== null,
        messages: opened.messages.map((message) => viewOf(message, at, mail.me.officer)),
        gaps: opened.gaps,
        unread: opened.unread,
        position: opened.position,
        checkpoints: { trust: trust && { size: trust.size, root: toHex(trust.root) }, audit: checkpoint && { size: checkpoint.size, root: toHex(checkpoint.root) } },
      };
    },
    markRead: async (thread: string, position: number): Promise<void> => {
      const { hub } = await desk.mail();
      await hub.call(messagingRoutes.markRead, { params: { thread }, body: { position } });
    },
    /** The whole attachment, every part verified; progress is told under the attachment's id. */
    downloadAttachment: async (thread: string, message: string, attachment: string): Promise<Blob> => {
      const ref = attachmentOf(thread, message, attachment);
      const { hub } = await desk.mail();
      const downloaded = await downloadBytes(hub, ref, { onProgress: (done, size) => progress(attachment, size === 0 ? 1 : done / size) });
      if (!downloaded.ok) throw new Failure('attachment-refused', { verdict: downloaded.failure });
      // Never a type that a browser would run or show by itself.
      return new Blob([...downloaded.parts], { type: 'application/octet-stream' });
    },
  };
}

/** `me`: my officer id. */
function viewOf(message: ThreadMessage, at: TrustAt, me: string): MessageView {
  const known = message.header && at.officerByCertificate(message.header.sender.certificate);
  const authority = message.header && at.member(message.header.sender.member)?.authority;
  const { id, verdict, notes, summary, header, headerHash, index } = message;
  const signer = known ? { admittedAt: known.officer.admittedAt, authority: authority ?? null } : null;
  return { id, verdict, notes, summary, header, headerHash, text: textOf(message), index, signer, mine: summary.sender.officer === me };
}

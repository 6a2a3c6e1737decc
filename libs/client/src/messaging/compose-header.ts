// The header of a new message: what its sender believes at this moment, to be signed. Pure but for the ids it makes.
import {
  canonicalBytes, Problem, toHex, uuidV7, type AttachmentRef, type Bytes, type HandlingLabels, type MessageContent, type MessageHeader, type MessageKind, type Recipient,
} from '#protocol';
import { treeHeadOf, TrustAt, type TrustState } from '#trust';

export interface MessageDraft {
  readonly kind: MessageKind;
  readonly labels: HandlingLabels;
  /** BCP 47 tag of the text. */
  readonly language: string | null;
  /** Of kind `message`: subject and text; of others: their own canonical bytes. */
  readonly content: MessageContent | Bytes;
  /** Complete uploads. */
  readonly attachments: readonly AttachmentRef[];
}

/** Where in which thread the message stands. */
export interface ThreadPlace {
  readonly thread: string;
  /** All members of the thread, the sender's own included. */
  readonly members: readonly string[];
  readonly parents: readonly string[];
  readonly sequence: number;
}

export interface Author {
  readonly officer: string;
  readonly member: string;
  readonly certificate: string;
  readonly device: string;
}

export function contentBytes({ content }: MessageDraft): Bytes {
  return content instanceof Uint8Array ? content : canonicalBytes({ ...content });
}

/** Each member's current epoch; pending where there is none, or the last one waits for rotation. Sorted by member. Throws Problem('epoch-stale') for the sender's own. */
export function recipientsNow(state: TrustState, own: string, members: readonly string[]): Recipient[] {
  const now = new TrustAt(state);
  return members.toSorted().map((member): Recipient => {
    if (now.member(member) === null) throw new Problem('thread-refused', { verdict: 'unknown-member' });
    const { standing, epoch } = now.currentEpoch(member);
    if (standing === 'current') return { member, epoch: epoch.id, certificate: epoch.certificate };
    if (member === own) throw new Problem('epoch-stale', { verdict: 'own-epoch-missing' });
    return { member, pending: true };
  });
}

/** `message`: given again when an earlier attempt with this id was refused and must be sealed anew. */
export function composeHeader(state: TrustState, author: Author, place: ThreadPlace, draft: MessageDraft, message: string, now: number = Date.now()): MessageHeader {
  if (state.network === null) throw new Problem('unavailable');
  const { size, root } = treeHeadOf(state);
  const { device, ...sender } = author;
  return {
    version: 1,
    network: state.network.id,
    message,
    thread: place.thread,
    parents: place.parents.toSorted(),
    sequence: place.sequence,
    device,
    sender: { member: sender.member, officer: sender.officer, certificate: sender.certificate },
    recipients: recipientsNow(state, author.member, place.members),
    kind: draft.kind,
    labels: draft.labels,
    created: new Date(now).toISOString(),
    language: draft.language,
    trust: { size, root: toHex(root) },
    attachments: [...draft.attachments],
  };
}

/** The first message of a new thread with these counterparts. */
export function newThread(own: string, counterparts: readonly string[]): ThreadPlace {
  return { thread: uuidV7(), members: [...new Set([own, ...counterparts])].toSorted(), parents: [], sequence: 1 };
}

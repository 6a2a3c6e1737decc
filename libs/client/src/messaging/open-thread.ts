// Opens a thread or a message: fetch, open, run the reader's checks, replay. The verdict on each message is a value.
import { messagingRoutes, Problem, type MessageContent, type MessageSummary } from '#protocol';
import { LogRefused } from '../logs/log-refused.ts';
import { fetchAnchors, fetchMessages, heldAuditLog, openSealed, type Fetched } from './fetch-messages.ts';
import { judgeMessage, readText, type JudgedMessage, type Reader } from './judge-message.ts';
import type { MailSession } from './mail-session.ts';
import { nextSequence, replayThread, type ReplayedThread, type ThreadMessage } from './replay-thread.ts';
import { refused, type MessageVerdict } from './verdict.ts';

export interface OpenedThread extends ReplayedThread {
  readonly id: string;
  /** The thread's members by the hub's list; `members` is this client's own replay. */
  readonly listedMembers: readonly string[];
  readonly unread: number;
  /** Position of the last message, to be marked read. */
  readonly position: number;
  /** What this device counts its next message in the thread as. */
  readonly nextSequence: number;
}

/** Subject and text of a message of kind `message`; null for other kinds and for what did not open. */
export function textOf({ header, content }: JudgedMessage): MessageContent | null {
  return header?.kind === 'message' && content !== null ? readText(content) : null;
}

/**
 * A thread with all its messages judged. `last`: the thread as it was opened last; its verified messages are not fetched again.
 * Throws HubProblem where the hub refuses or cannot be reached; a log that does not hold is a verdict on every message.
 */
export async function openThread(session: MailSession, id: string, last: OpenedThread | null = null): Promise<OpenedThread> {
  const { thread, summaries } = await listMessages(session, id);
  const known = new Map(last?.messages.filter(({ verdict }) => verdict.state === 'verified').map((message) => [message.id, message]));
  const fetched = await fetchMessages(session, summaries.filter(({ id: message }) => !known.has(message)));
  // In the list's order: a hub may list an id twice.
  const judged = (await judgeAll(session, id, fetched)).values();
  const messages = summaries.map((summary): ThreadMessage => {
    const before = known.get(summary.id);
    return before === undefined ? judged.next().value! : { ...before, summary };
  });
  const replayed = replayThread(messages);
  const { me, device } = session;
  return {
    ...replayed, id, listedMembers: thread.members, unread: thread.unread, position: thread.messages, nextSequence: nextSequence(replayed.messages, me.certificate, device),
  };
}

/** One message by itself: every check but those that need the rest of its thread. Throws HubProblem. */
export async function readMessage(session: MailSession, { thread, message }: { readonly thread: string; readonly message: string }): Promise<ThreadMessage> {
  const sealed = await session.hub.call(messagingRoutes.fetchMessage, { params: { message } });
  const [judged] = await judgeAll(session, thread, [{ summary: { ...sealed.summary, id: message }, sealed }]);
  return judged!;
}

interface BelievedLogs {
  readonly audit: Reader['audit'];
  /** Why a log could not be believed just now; whatever else holds, nothing is verified then. */
  readonly refusal: MessageVerdict | null;
}

async function believedLogs(session: MailSession): Promise<BelievedLogs> {
  try {
    await session.trust.sync();
    return { audit: await heldAuditLog(session), refusal: null };
  } catch (error) {
    if (error instanceof LogRefused) return { audit: null, refusal: refused('log-refused', `${error.log}: ${error.refusal.kind}`) };
    // The hub has no certificate with a hash that a statement names: only other bytes, or none.
    if (error instanceof Problem && error.details.verdict === 'certificate-missing') return { audit: null, refusal: refused('altered-certificate', error.details.verdict) };
    throw error;
  }
}

async function listMessages({ hub }: MailSession, id: string) {
  const summaries: MessageSummary[] = [];
  for (let after: number | null = 0; ; ) {
    const page: Awaited<ReturnType<typeof readPage>> = await readPage(hub, id, after);
    summaries.push(...page.messages);
    after = page.next;
    if (after === null) return { thread: page.thread, summaries };
  }
}

const readPage = (hub: MailSession['hub'], thread: string, after: number) => hub.call(messagingRoutes.readThread, { params: { thread }, query: { after } });

/** The logs are followed after the messages were fetched, so that they hold all that honest messages rest on. */
async function judgeAll(session: MailSession, thread: string, fetched: readonly Fetched[]): Promise<ThreadMessage[]> {
  const { audit, refusal } = await believedLogs(session);
  const entries = fetched.flatMap(({ sealed }) => sealed?.audit.id ?? []);
  const anchors = audit === null || entries.length === 0 ? null : await fetchAnchors(session, entries, audit.head.size);
  const reader: Reader = { member: session.me.member, trust: session.trust, audit };
  const judge = async ({ summary, sealed }: Fetched): Promise<JudgedMessage> => {
    if (sealed === null) return CLOSED;
    const opened = await openSealed(session, { thread, message: summary.id }, sealed);
    return judgeMessage({ ...opened, anchor: anchors?.get(sealed.audit.id) ?? null }, reader);
  };
  return Promise.all(
    fetched.map(async (one) => ({ ...warned(await judge(one), session), ...(refusal === null ? {} : { verdict: refusal }), id: one.summary.id, summary: one.summary })),
  );
}

/** Listed, but without a key packet for the reader's member. */
const CLOSED: JudgedMessage = { verdict: refused('no-key-packet'), notes: [], header: null, headerHash: null, content: null, index: null };

function warned(judged: JudgedMessage, { trust }: MailSession): JudgedMessage {
  return trust.isFresh() ? judged : { ...judged, notes: [...judged.notes, 'old-checkpoint'] };
}

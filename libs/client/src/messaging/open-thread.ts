// Opens a thread or a message: fetch, open, run the reader's checks, replay. The verdict on each message is a value.
import { messagingRoutes, Problem, type MessageContent, type MessageSummary } from '#protocol';
import { LogRefused } from '../logs/log-refused.ts';
import { isFresh } from '../logs/trust-reading.ts';
import { memberOf } from './check-recipients.ts';
import { fetchAnchors, fetchMessages, heldAuditLog, openSealed, type Fetched } from './fetch-messages.ts';
import { judgeMessage, readText, type JudgedMessage, type Reader, type TrustHistory } from './judge-message.ts';
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
  /** False: judged while the trust log was still being replayed; everything is judged again next time. */
  readonly complete: boolean;
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
  const kept = last?.complete === true ? last.messages : [];
  const known = new Map(kept.filter(({ verdict }) => verdict.state === 'verified').map((message) => [message.id, message]));
  const fetched = await fetchMessages(session, summaries.filter(({ id: message }) => !known.has(message)));
  // In the list's order: a hub may list an id twice.
  const { complete, judged: all } = await judgeAll(session, { id, members: thread.members }, fetched);
  const judged = all.values();
  const messages = summaries.map((summary): ThreadMessage => {
    const before = known.get(summary.id);
    return before === undefined ? judged.next().value! : { ...before, summary };
  });
  const replayed = replayThread(messages);
  const { me, device } = session;
  return {
    ...replayed, id, listedMembers: thread.members, unread: thread.unread, position: thread.messages, nextSequence: nextSequence(replayed.messages, me.certificate, device), complete,
  };
}

/** One message by itself: every check but those that need the rest of its thread. Throws HubProblem. */
export async function readMessage(session: MailSession, { thread, message }: { readonly thread: string; readonly message: string }): Promise<ThreadMessage> {
  const sealed = await session.hub.call(messagingRoutes.fetchMessage, { params: { message } });
  const { judged } = await judgeAll(session, { id: thread, members: [] }, [{ summary: { ...sealed.summary, id: message }, sealed }]);
  return judged[0]!;
}

interface BelievedLogs {
  readonly trust: TrustHistory;
  readonly complete: boolean;
  readonly fresh: boolean;
  readonly audit: Reader['audit'];
  /** Why a log could not be believed just now; whatever else holds, nothing is verified then. */
  readonly refusal: MessageVerdict | null;
}

/** The logs as far as reading what these members write needs them. */
async function believedLogs(session: MailSession, members: readonly string[]): Promise<BelievedLogs> {
  const nothing = { trust: session.trust, complete: false, fresh: session.trust.isFresh(), audit: null };
  try {
    const trust = await session.trust.toRead([session.me.member, ...members]);
    const audit = await heldAuditLog(session, trust.state);
    return { trust, complete: trust.complete, fresh: isFresh(session.trust.checkpoint ?? trust.checkpoint), audit, refusal: null };
  } catch (error) {
    if (error instanceof LogRefused) return { ...nothing, refusal: refused('log-refused', `${error.log}: ${error.refusal.kind}`) };
    // The hub has no certificate with a hash that a statement names: only other bytes, or none.
    if (error instanceof Problem && error.details.verdict === 'certificate-missing') return { ...nothing, refusal: refused('altered-certificate', error.details.verdict) };
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

type Judged = { readonly judged: ThreadMessage[]; readonly complete: boolean };

/** The logs are followed after the messages were fetched, so that they hold all that honest messages rest on. */
async function judgeAll(session: MailSession, thread: { readonly id: string; readonly members: readonly string[] }, fetched: readonly Fetched[]): Promise<Judged> {
  const listed = [...thread.members, ...fetched.flatMap(({ summary }) => [summary.sender.member, ...summary.recipients.map(({ member }) => member)])];
  const first = await believedLogs(session, listed);
  const open = ({ summary, sealed }: Fetched) => (sealed === null ? null : openSealed(session, { thread: thread.id, message: summary.id }, sealed, first.trust.state));
  const opened = await Promise.all(fetched.map(open));
  // Whom the headers themselves name must be known too, whatever the hub listed.
  const named = opened.flatMap((one) => (one?.opened.ok === true ? one.opened.header.recipients.map(memberOf) : []));
  const logs = first.complete || named.every((member) => listed.includes(member)) ? first : await believedLogs(session, [...listed, ...named]);
  const { audit, refusal, trust } = logs;
  const entries = fetched.flatMap(({ sealed }) => sealed?.audit.id ?? []);
  const anchors = audit === null || entries.length === 0 ? null : await fetchAnchors(session, entries, audit.head.size);
  const reader: Reader = { member: session.me.member, trust, audit };
  const judge = async ({ sealed }: Fetched, i: number): Promise<JudgedMessage> =>
    sealed === null ? CLOSED : judgeMessage({ ...opened[i]!, anchor: anchors?.get(sealed.audit.id) ?? null }, reader);
  const judged = await Promise.all(
    fetched.map(async (one, i) => ({ ...warned(await judge(one, i), logs), ...(refusal === null ? {} : { verdict: refusal }), id: one.summary.id, summary: one.summary })),
  );
  return { judged, complete: logs.complete };
}

/** Listed, but without a key packet for the reader's member. */
const CLOSED: JudgedMessage = { verdict: refused('no-key-packet'), notes: [], header: null, headerHash: null, content: null, index: null };

function warned(judged: JudgedMessage, { fresh, complete, refusal }: BelievedLogs): JudgedMessage {
  const notes = [...judged.notes, ...(fresh ? [] : (['old-checkpoint'] as const)), ...(complete || refusal !== null ? [] : (['replay-incomplete'] as const))];
  return { ...judged, notes };
}

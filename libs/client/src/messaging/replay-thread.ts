// The reader's own truth of a thread, replayed from its sealed messages: who takes part, what is missing, what was shown twice. Pure.
import type { MessageHeader, MessageSummary } from '#protocol';
import { memberOf } from './check-recipients.ts';
import type { JudgedMessage } from './judge-message.ts';
import { refused, type MessageVerdict } from './verdict.ts';

export interface ThreadMessage extends JudgedMessage {
  readonly id: string;
  readonly summary: MessageSummary;
}

/** What the reader was not shown, or cannot open. */
export type ThreadGap =
  /** No message without parents is there to say who takes part. */
  | { readonly kind: 'beginning' }
  /** A message names a parent that is not there. */
  | { readonly kind: 'parent'; readonly parent: string; readonly message: string }
  /** A sender's device counted on, from `from` to `to` (both missing). */
  | { readonly kind: 'sequence'; readonly certificate: string; readonly device: string; readonly from: number; readonly to: number }
  /** The hub lists these messages, but this reader has no key packet for them or cannot open them. */
  | { readonly kind: 'closed'; readonly messages: readonly string[] };

export interface ReplayedThread {
  /** In the hub's order, each with its final verdict. */
  readonly messages: readonly ThreadMessage[];
  /** Members that take part, sorted; null: nothing opened. */
  readonly members: readonly string[] | null;
  readonly gaps: readonly ThreadGap[];
  /** Header hashes that no message names as parent, sorted: the parents of the next one. */
  readonly heads: readonly string[];
}

interface Believed extends ThreadMessage {
  readonly header: MessageHeader;
  readonly headerHash: string;
}

export function replayThread(messages: readonly ThreadMessage[]): ReplayedThread {
  const believed = messages.filter(isBelieved).toSorted(inLogOrder);
  const beginning = believed.find(({ header }) => header.parents.length === 0);
  // Without the beginning the earliest message that opens stands in for it, and the gap is shown.
  const members = (beginning ?? believed[0])?.header.recipients.map(memberOf).toSorted() ?? null;
  const refusals = new Map<ThreadMessage, MessageVerdict>([...judgeRepetition(believed), ...judgeMembership(believed, beginning, members)]);
  const judged = messages.map((message) => withRefusal(message, refusals.get(message)));
  const standing = judged.filter(isBelieved).toSorted(inLogOrder);
  return { messages: judged, members, gaps: gapsOf(judged, standing, beginning !== undefined), heads: headsOf(standing) };
}

function isBelieved(message: ThreadMessage): message is Believed {
  return message.verdict.state !== 'refused' && message.header !== null;
}

/** The audit log's order where proven; what is not anchored yet comes after, in the hub's order. */
function inLogOrder(a: ThreadMessage, b: ThreadMessage): number {
  const place = ({ index }: ThreadMessage) => index ?? Number.MAX_SAFE_INTEGER;
  return place(a) - place(b) || a.summary.position - b.summary.position;
}

/** Members are fixed by the first message; each later one goes to exactly these, and is from one of them. */
function* judgeMembership(messages: readonly Believed[], beginning: Believed | undefined, members: readonly string[] | null): Generator<[ThreadMessage, MessageVerdict]> {
  const expected = members?.join();
  for (const message of messages) {
    const { parents, recipients, sender } = message.header;
    const named = recipients.map(memberOf).toSorted();
    if (parents.length === 0 && message !== beginning) yield [message, refused('recipients-not-members', 'second-beginning')];
    else if (named.join() !== expected) yield [message, refused('recipients-not-members', 'other-members')];
    else if (!named.includes(sender.member)) yield [message, refused('recipients-not-members', 'sender-outside')];
  }
}

/** Of two messages with one id, or one count of a sender's device, only the first in the log stands. */
function* judgeRepetition(messages: readonly Believed[]): Generator<[ThreadMessage, MessageVerdict]> {
  const hashes = new Map<string, string>();
  const counts = new Map<string, string>();
  for (const message of messages) {
    const { header, headerHash } = message;
    const count = `${header.sender.certificate} ${header.device} ${header.sequence}`;
    const before = hashes.get(header.message);
    if (before !== undefined && before !== headerHash) yield [message, refused('replayed')];
    else if ((counts.get(count) ?? headerHash) !== headerHash) yield [message, refused('sequence-reused')];
    else {
      hashes.set(header.message, headerHash);
      counts.set(count, headerHash);
    }
  }
}

function withRefusal(message: ThreadMessage, verdict: MessageVerdict | undefined): ThreadMessage {
  return verdict === undefined ? message : { ...message, verdict };
}

function gapsOf(all: readonly ThreadMessage[], standing: readonly Believed[], begun: boolean): ThreadGap[] {
  const gaps: ThreadGap[] = begun || standing.length === 0 ? [] : [{ kind: 'beginning' }];
  const closed = all.filter(({ header }) => header === null).map(({ id }) => id);
  if (closed.length > 0) gaps.push({ kind: 'closed', messages: closed });
  const known = new Set(all.flatMap(({ headerHash }) => headerHash ?? []));
  for (const { id, header } of standing) {
    for (const parent of header.parents) if (!known.has(parent)) gaps.push({ kind: 'parent', parent, message: id });
  }
  return [...gaps, ...sequenceGaps(standing)];
}

function sequenceGaps(messages: readonly Believed[]): ThreadGap[] {
  const counts = new Map<string, { certificate: string; device: string; seen: number[] }>();
  for (const { header } of messages) {
    const { certificate } = header.sender;
    const key = `${certificate} ${header.device}`;
    const entry = counts.get(key) ?? { certificate, device: header.device, seen: [] };
    counts.set(key, { ...entry, seen: [...entry.seen, header.sequence] });
  }
  return [...counts.values()].flatMap(({ certificate, device, seen }) => {
    const sorted = [0, ...seen.toSorted((a, b) => a - b)];
    return sorted.flatMap((count, i): ThreadGap[] => {
      const before = sorted[i - 1] ?? count;
      return count - before > 1 ? [{ kind: 'sequence', certificate, device, from: before + 1, to: count - 1 }] : [];
    });
  });
}

function headsOf(messages: readonly Believed[]): string[] {
  const named = new Set(messages.flatMap(({ header }) => header.parents));
  return [...new Set(messages.map(({ headerHash }) => headerHash))].filter((hash) => !named.has(hash)).toSorted();
}

/** The next count of a sender's device in a thread. */
export function nextSequence(messages: readonly ThreadMessage[], certificate: string, device: string): number {
  const mine = messages.filter(({ header }) => header?.sender.certificate === certificate && header.device === device);
  return Math.max(0, ...mine.map(({ header }) => header?.sequence ?? 0)) + 1;
}

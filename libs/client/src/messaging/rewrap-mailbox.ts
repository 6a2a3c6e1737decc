// Older mail of my member is given to its current epoch, so that those who stay keep their history with the current keys alone. Never to
// more people than could read it before: an older epoch that somebody who holds the current one lacks waits until it is granted to them.
import { fromBase64Url, rewrappingRoutes, toBase64Url } from '#protocol';
import { TrustAt, type Epoch, type TrustState } from '#trust';
import type { MailSession } from './mail-session.ts';

export interface OlderEpochs {
  readonly current: Epoch;
  /** Everybody who reads, or holds the current epoch, holds these. */
  readonly open: readonly Epoch[];
  /** Somebody lacks these. */
  readonly withheld: readonly Epoch[];
}

/** Oldest first. Null: no current epoch, or I do not hold it. Of epochs that I do not hold the two lists say nothing. */
export function olderEpochs(state: TrustState, member: string, officer: string): OlderEpochs | null {
  const at = new TrustAt(state);
  const { standing, epoch: current } = at.currentEpoch(member);
  if (standing !== 'current') return null;
  const holders = at.holdersOf(current);
  if (!holders.includes(officer)) return null;
  const readers = new Set([...holders, ...at.readersOf(member).map(({ id }) => id)]);
  const { confirmed, epochs } = at.member(member)!;
  const mine = confirmed.map((id) => epochs.get(id)!).filter((epoch) => epoch.id !== current.id && at.holdersOf(epoch).includes(officer));
  const isOpen = (epoch: Epoch) => {
    const held = new Set(at.holdersOf(epoch));
    return [...readers].every((id) => held.has(id));
  };
  return { current, open: mine.filter(isOpen), withheld: mine.filter((epoch) => !isOpen(epoch)) };
}

export interface RewrapStatus {
  readonly epoch: string;
  /** Messages that the current epoch opens. */
  readonly done: number;
  /** Messages that will be given to it. */
  readonly left: number;
  /** Messages that wait until a colleague is granted an older epoch. */
  readonly withheld: number;
}

/** Null as olderEpochs. Throws HubProblem. */
export async function rewrapStatus({ hub, me }: MailSession, state: TrustState): Promise<RewrapStatus | null> {
  const older = olderEpochs(state, me.member, me.officer);
  if (older === null) return null;
  const { done, left } = await hub.call(rewrappingRoutes.rewrapStatus, { params: { epoch: older.current.id } });
  const of = (epochs: readonly Epoch[]) => left.reduce((sum, { epoch, messages }) => sum + (epochs.some(({ id }) => id === epoch) ? messages : 0), 0);
  return { epoch: older.current.id, done, left: of(older.open), withheld: of(older.withheld) };
}

export interface RewrappedBatch {
  readonly taken: number;
  readonly stored: number;
  /** Messages whose key packets do not open, or hold another key than the message's. */
  readonly failed: readonly string[];
  /** Where the next batch begins. */
  readonly before: string | null;
}

/**
 * One batch, newest messages first. `taken` 0: none is left before there that nobody else has in hand. Throws HubProblem: `epoch-stale` when
 * the epoch is the current one no longer.
 */
export async function rewrapBatch({ hub, keyring, trust }: MailSession, { current, open }: OlderEpochs, before: string | null): Promise<RewrappedBatch> {
  const params = { epoch: current.id };
  const from = open.map(({ id }) => id).slice(-FROM);
  if (from.length === 0) return { taken: 0, stored: 0, failed: [], before: null };
  const { items } = await hub.call(rewrappingRoutes.takeToRewrap, { params, body: { from, before } });
  if (items.length === 0) return { taken: 0, stored: 0, failed: [], before: null };
  const certificate = (await trust.certificates([current.certificate])).get(current.certificate)!;
  const messages = items.map(({ message, keyPackets, commitment, body }) => ({ message, keyPackets: keyPackets.map(fromBase64Url), bodyHash: body, commitment }));
  const wrapped = await keyring.rewrapMany(trust.state.network?.id ?? '', messages, certificate);
  const packets = items.flatMap(({ message }, i) => (wrapped[i] ? [{ message, packet: toBase64Url(wrapped[i]) }] : []));
  const { stored } = packets.length === 0 ? { stored: 0 } : await hub.call(rewrappingRoutes.storeRewrapped, { params, body: { packets } });
  return { taken: items.length, stored, failed: items.flatMap(({ message }, i) => (wrapped[i] ? [] : [message])), before: items.at(-1)!.message };
}

/** As many older epochs as one request names: a hundred years of quarters. */
const FROM = 500;

// What was said about me, my member, or (for the secretariat) the network, and what stands against my member now: by this client's own replay.
// The hub is asked for entries by position, and each is checked against the tree.
import { PastEntries, type PastEntry } from '#client';
import type { Statement } from '#protocol';
import { positionsOfDevices, positionsOfMember, positionsOfSecretariat, TrustAt, type Member, type TrustState } from '#trust';
import { deviceStore } from './device-store.ts';
import type { AtWork, OfficerDesk } from './officer-at-work.ts';

/** What the log's clock brought about, at the position of a log.time. */
export type ClockEffect = 'rekey' | 'reseat' | 'wait-void' | 'freeze-lapsed' | 'suspension-lapsed' | 'term-ended';

export interface AlertView {
  readonly position: number;
  /** SHA-256 of the statement. */
  readonly hash: string;
  readonly statement: Statement;
  /** Officers who signed, as far as the log knows them; a certificate that is being admitted signs too. */
  readonly signers: readonly { readonly certificate: string; readonly officer: string | null }[];
  /** The log's clock at that entry, milliseconds since 1970. */
  readonly time: number | null;
  /** Empty unless the statement is log.time. */
  readonly brought: readonly { readonly effect: ClockEffect; readonly officer: string | null }[];
  readonly aboutMe: boolean;
  readonly byMe: boolean;
  readonly unread: boolean;
}

export interface AlertsPage {
  readonly items: readonly AlertView[];
  /** Position to go on before; null: that was all. */
  readonly next: number | null;
}

/** What stops my member's mail or is about to change its keys or seats. */
export interface MemberTrouble {
  readonly frozen: { readonly by: string; readonly at: number; readonly since: number | null; readonly until: number | null; readonly about: string | null } | null;
  readonly waits: readonly { readonly statement: string; readonly act: 'rekey' | 'reseat'; readonly officer: string | null; readonly at: number; readonly due: number | null }[];
}

const PAGE = 20;
const seenKey = (officer: string) => `alerts/${officer}`;

/** The last position that was looked at on this device. */
const seenOf = async (officer: string): Promise<number> => (await deviceStore.get<number>(seenKey(officer))) ?? -1;

export function alertsApi(desk: OfficerDesk) {
  let pages: { work: AtWork; entries: PastEntries } | null = null;
  const atWork = async () => {
    const work = await desk.atWork();
    const state = await work.officer.trust.sync();
    if (pages?.work !== work) pages = { work, entries: new PastEntries(work.officer.hub, work.officer.trust) };
    return { work, state, entries: pages.entries };
  };
  return {
    /** Newest first. `before`: a position, from the page before. */
    alerts: async (before: number | null): Promise<AlertsPage> => {
      const { work, state, entries } = await atWork();
      const open = positionsFor(state, work).filter((position) => before === null || position < before);
      const page = open.slice(-PAGE).toReversed();
      const seen = await seenOf(work.who.officer);
      const items = (await entries.read(page)).map((past) => viewOf(past, state, work, seen));
      return { items, next: open.length > page.length ? page.at(-1)! : null };
    },
    unreadAlerts: async (): Promise<number> => {
      const { work, state, entries } = await atWork();
      const seen = await seenOf(work.who.officer);
      const open = positionsFor(state, work).filter((position) => position > seen);
      // What I signed is no news to me; beyond a page nobody counts.
      const recent = (await entries.read(open.slice(-PAGE))).map((past) => viewOf(past, state, work, seen));
      return recent.filter(({ unread }) => unread).length + Math.max(0, open.length - PAGE);
    },
    /** Everything up to this position was looked at, on this device. */
    alertsSeen: async (position: number): Promise<void> => {
      const { officer } = (await desk.atWork()).who;
      if (position > (await seenOf(officer))) await deviceStore.put(seenKey(officer), position);
    },
    memberTrouble: async (): Promise<MemberTrouble> => {
      const { work, state, entries } = await atWork();
      const { member } = work.who;
      const at = new TrustAt(state);
      const known = member === null ? null : at.member(member);
      if (known === null) return { frozen: null, waits: [] };
      const freeze = known.freezes.at(-1);
      const waits = at.waitsOf(known.id).map(({ statement, act, subject, at: position, due }) => ({ statement, act, officer: act === 'rekey' ? subject : null, at: position, due }));
      if (freeze === undefined || freeze.until !== null) return { frozen: null, waits };
      const [past] = await entries.read([freeze.from]);
      const { statement } = past!.entry;
      return { frozen: { by: freeze.by, at: freeze.from, since: past!.time, until: freeze.due, about: statement.kind === 'member.freeze' ? statement.body.about : null }, waits };
    },
  };
}

/** From the moment that I was admitted: what was said before was said to others. Oldest first. */
function positionsFor(state: TrustState, { who }: AtWork): number[] {
  const me = new TrustAt(state).officer(who.officer)?.officer;
  if (me === undefined) return [];
  const member = who.member === null ? undefined : state.members.get(who.member);
  const own = member !== undefined ? positionsOfMember(member) : who.role === 'secretariat' ? positionsOfSecretariat(state) : [me.admittedAt];
  return [...new Set([...own, ...positionsOfDevices(state, who.officer)])].filter((position) => position >= me.admittedAt).toSorted((a, b) => a - b);
}

function viewOf({ position, hash, entry, time }: PastEntry, state: TrustState, { who }: AtWork, seen: number): AlertView {
  const { statement, signatures } = entry;
  const at = new TrustAt(state, position + 1);
  const signers = signatures.map(({ certificate }) => ({ certificate, officer: at.officerByCertificate(certificate)?.officer.id ?? null }));
  const byMe = signers.some(({ officer }) => officer === who.officer);
  return {
    position, hash, statement, signers, time, byMe,
    brought: statement.kind === 'log.time' ? [...state.members.values()].filter(({ id }) => who.member === null || id === who.member).flatMap((member) => broughtAbout(member, position)) : [],
    aboutMe: statement.subject === who.officer || statement.roster === who.officer,
    unread: position > seen && !byMe,
  };
}

function broughtAbout(member: Member, position: number): { effect: ClockEffect; officer: string | null }[] {
  const waits = member.waits.filter(({ endedAt }) => endedAt === position).map(({ act, subject, end }) => ({ effect: end === 'void' ? ('wait-void' as const) : act, officer: act === 'rekey' ? subject : null }));
  const freezes = member.freezes.filter(({ until, lapsed }) => lapsed && until === position).map(() => ({ effect: 'freeze-lapsed' as const, officer: null }));
  const officers = [...member.officers.values()].flatMap(({ id, suspensions, removedAt }) => [
    ...(suspensions.some(({ until, lapsed }) => lapsed && until === position) ? [{ effect: 'suspension-lapsed' as const, officer: id }] : []),
    ...(removedAt === position && !member.waits.some(({ act, endedAt }) => act === 'reseat' && endedAt === position) ? [{ effect: 'term-ended' as const, officer: id }] : []),
  ]);
  return [...waits, ...freezes, ...officers];
}

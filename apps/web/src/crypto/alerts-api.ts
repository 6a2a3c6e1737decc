// What was said about me, my member, or (for the secretariat) the network, and what stands against my member now: by this client's own replay.
// The hub is asked for entries by position, and each is checked against the tree.
import { PastEntries, type PastEntry } from '#client';
import { positionsOfDevices, positionsOfMember, positionsOfSecretariat, TrustAt, type TrustState } from '#trust';
import { deviceStore } from './device-store.ts';
import type { AtWork, OfficerDesk } from './officer-at-work.ts';
import { statementView, type StatementView } from './statement-view.ts';

export interface AlertView extends StatementView {
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

function viewOf(past: PastEntry, state: TrustState, { who }: AtWork, seen: number): AlertView {
  const view = statementView(past, state, who.member);
  const { statement, signers, position } = view;
  const byMe = signers.some(({ officer }) => officer === who.officer);
  return { ...view, byMe, aboutMe: statement.subject === who.officer || statement.roster === who.officer, unread: position > seen && !byMe };
}

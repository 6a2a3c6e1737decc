// One member as this client's own replay has it: facts, history, and whether this officer verified it. Nothing here is the hub's word but entries
// that are compared with the tree.
import { PastEntries, sinceVerified, type TrustReading } from '#client';
import { comparePhrase, memberFacts, memberHash, phrase, positionsOfMember, TrustAt, type Epoch, type TrustState } from '#trust';
import { Failure } from './channel.ts';
import { epochStateOf, type EpochState } from './mailbox-api.ts';
import { madeAt } from './network-api.ts';
import type { AtWork, OfficerDesk } from './officer-at-work.ts';
import { statementView, type StatementView } from './statement-view.ts';
import { VerifiedMembers, type VerifiedBy, type VerifiedMeans, type Verification } from './verified-members.ts';

export interface MemberEpochView {
  readonly id: string;
  readonly state: EpochState;
  /** SHA-256 of the epoch's certificate. */
  readonly certificate: string;
  readonly phrase: readonly string[];
  /** Milliseconds since 1970 by its maker's clock. */
  readonly made: number;
  /** Positions of the trust log. */
  readonly rotatedAt: number;
  readonly confirmedAt: number | null;
  /** The log's clock at confirmation, milliseconds since 1970. */
  readonly confirmedTime: number | null;
}

/** A suspension or a stop of mail: positions of the trust log, and when it ends by itself. */
export interface SpellView {
  readonly what: 'suspended' | 'frozen';
  readonly from: number;
  readonly until: number | null;
  readonly due: number | null;
  readonly lapsed: boolean;
}

export interface WaitView {
  readonly act: 'rekey' | 'reseat';
  readonly officer: string | null;
  readonly at: number;
  readonly due: number | null;
}

export interface MemberFactsView {
  readonly member: string;
  /** Entries of the trust log that this is said by. */
  readonly size: number;
  /** False: only the chains of the secretariat and of this member were verified yet. Nothing is compared, and no history shown, before the whole log is. */
  readonly complete: boolean;
  readonly admittedAt: number;
  /** Officers on the roster who are suspended. */
  readonly suspendedOfficers: readonly string[];
  /** Newest first. */
  readonly epochs: readonly MemberEpochView[];
  /** Newest first. */
  readonly spells: readonly SpellView[];
  readonly waits: readonly WaitView[];
  /** What the member's officers and I have to see alike: SHA-256 and its twelve words. Null while the log is incomplete. */
  readonly compared: { readonly hash: string; readonly phrase: readonly string[] } | null;
}

export interface MemberHistoryPage {
  readonly items: readonly StatementView[];
  readonly count: number;
  /** Position to go on before; null: that was all. */
  readonly next: number | null;
}

/** altered: what this device kept cannot be read; contradicted: the log is not the one in which the member was verified. Both stop sending. */
export type VerificationView =
  | { readonly state: 'altered'; readonly member: string }
  | ({ readonly state: 'contradicted' } & VerifiedView)
  | ({ readonly state: 'verified'; /** Positions, oldest first; `unseen` are among them. */ readonly changes: readonly number[]; readonly unseen: readonly number[] } & VerifiedView);

type VerifiedView = Pick<Verification, 'member' | 'means' | 'by' | 'note' | 'at'>;

const PAGE = 20;

export function memberApi(desk: OfficerDesk) {
  let past: { work: AtWork; entries: PastEntries } | null = null;
  const entriesOf = (work: AtWork) => {
    if (past?.work !== work) past = { work, entries: new PastEntries(work.officer.hub, work.officer.trust) };
    return past.entries;
  };
  return {
    /** Null: the log knows no such member. */
    memberFacts: async (member: string): Promise<MemberFactsView | null> => factsOf(await (await desk.atWork()).officer.trust.toRead([member]), member),
    /** Newest first. `before`: a position, from the page before. */
    memberHistory: async (member: string, before: number | null): Promise<MemberHistoryPage> => {
      const work = await desk.atWork();
      const state = await work.officer.trust.sync();
      const known = state.members.get(member);
      const all = known === undefined ? [] : positionsOfMember(known);
      const open = all.filter((position) => before === null || position < before);
      const page = open.slice(-PAGE).toReversed();
      const items = (await entriesOf(work).read(page)).map((entry) => statementView(entry, state, member));
      return { items, count: all.length, next: open.length > page.length ? page.at(-1)! : null };
    },
    /** Whom I verified on this device. */
    verifications: async (): Promise<VerificationView[]> => {
      const work = await desk.atWork();
      const views = await Promise.all((await new VerifiedMembers(work).members()).map((member) => verificationOf(work, member)));
      return views.filter((view) => view !== null);
    },
    /** Whether what somebody reads out, or a QR code says, is this. */
    compareTyped: (typed: string, hash: string): ReturnType<typeof comparePhrase> => comparePhrase(typed, hash),
    /** The member whose words or code this is, of those in the log; null: nobody's. */
    memberOfTyped: async (typed: string): Promise<string | null> => {
      const state = await (await desk.atWork()).officer.trust.sync();
      const known = new TrustAt(state).members().find(({ id }) => {
        const facts = memberFacts(state, id);
        return facts !== null && comparePhrase(typed, memberHash(facts)) === 'same';
      });
      return known?.id ?? null;
    },
    /**
     * Remembers that I compared `hash` with what the member sees. Fails with `conflict` when something was signed about the member meanwhile: then it
     * has to be compared again, and with `log-refused` when the log does not hold.
     */
    verifyMember: async (member: string, hash: string, how: { means: VerifiedMeans; by: VerifiedBy; note: string }): Promise<void> => {
      const work = await desk.atWork();
      const { trust } = work.officer;
      const state = await trust.sync();
      const facts = memberFacts(state, member);
      if (facts === null || memberHash(facts) !== hash) throw new Failure('conflict');
      const { size } = state.tree.range;
      await new VerifiedMembers(work).save({ member, hash, ...how, at: new Date().toISOString(), size, root: await trust.rootAt(size), seen: size });
    },
    /** What was signed about the member before this size of the log was looked at. */
    changesSeen: async (member: string, size: number): Promise<void> => {
      const work = await desk.atWork();
      const kept = await new VerifiedMembers(work).of(member);
      if (kept === null || kept === 'altered') return;
      if (size > kept.seen && size <= (await work.officer.trust.sync()).tree.range.size) await new VerifiedMembers(work).save({ ...kept, seen: size });
    },
    forgetVerification: async (member: string): Promise<void> => new VerifiedMembers(await desk.atWork()).forget(member),
  };
}

async function verificationOf(work: AtWork, member: string): Promise<VerificationView | null> {
  const kept = await new VerifiedMembers(work).of(member);
  if (kept === null) return null;
  if (kept === 'altered') return { state: 'altered', member };
  const { trust } = work.officer;
  const since = await sinceVerified(kept, { state: await trust.sync(), rootAt: (size) => trust.rootAt(size) });
  const { means, by, note, at } = kept;
  return { member, means, by, note, at, ...since };
}

function factsOf({ state, complete }: TrustReading, member: string): MemberFactsView | null {
  const at = new TrustAt(state);
  const known = at.member(member);
  if (known === null) return null;
  const { epoch: current } = at.currentEpoch(member);
  const spells = [...known.suspensions.map((spell) => ({ what: 'suspended' as const, spell })), ...known.freezes.map((spell) => ({ what: 'frozen' as const, spell }))];
  return {
    member, complete, size: at.size, admittedAt: known.admittedAt,
    suspendedOfficers: at.officersOf(member).map(({ id }) => id).filter((id) => at.isOfficerSuspended(id)),
    epochs: [...known.epochs.values()].toSorted((a, b) => b.rotatedAt - a.rotatedAt).map((epoch) => epochView(epoch, current)),
    spells: spells.map(({ what, spell: { from, until, due, lapsed } }) => ({ what, from, until, due, lapsed })).toSorted((a, b) => b.from - a.from),
    waits: at.waitsOf(member).map(({ act, subject, at: position, due }) => ({ act, officer: act === 'rekey' ? subject : null, at: position, due })),
    compared: complete ? comparedOf(state, member) : null,
  };
}

function comparedOf(state: TrustState, member: string): MemberFactsView['compared'] {
  const facts = memberFacts(state, member);
  if (facts === null) return null;
  const hash = memberHash(facts);
  return { hash, phrase: phrase(hash) };
}

function epochView(epoch: Epoch, current: Epoch | null): MemberEpochView {
  const { id, certificate, rotatedAt, confirmedAt, confirmedTime } = epoch;
  return { id, certificate, rotatedAt, confirmedAt, confirmedTime, state: epochStateOf(epoch, current), phrase: phrase(certificate), made: madeAt(id) };
}

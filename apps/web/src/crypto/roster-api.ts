// My member's roster by this client's own replay, with all that the clock has to do with it, and the acts of its officers.
import { attestOfficer, changeCard, freezeMember, proposeReinstatement, proposeRole, proposeUnfreeze, suspendOfficer, vetoWait, type AboutMe, type Term } from '#client';
import type { OfficerRole, Proposal } from '#protocol';
import { attestationDue, TrustAt, type Officer, type Wait } from '#trust';
import { Failure } from './channel.ts';
import type { OfficerDesk } from './officer-at-work.ts';

/** Something that ends by itself; times in milliseconds since 1970. */
export interface SpellView {
  /** The officer who began it. */
  readonly by: string;
  /** Position of the trust log. */
  readonly since: number;
  /** It ends with the log's clock. */
  readonly lapses: boolean;
  /** When; null: it does not, or its time has not begun to run. */
  readonly due: number | null;
}

/** A rekey or reseat before it takes effect. */
export interface WaitView {
  readonly act: Wait['act'];
  /** SHA-256 of the statement. */
  readonly statement: string;
  /** The officer, or the member. */
  readonly subject: string;
  readonly at: number;
  /** null: its time has not begun to run. */
  readonly due: number | null;
  /** Officers who would leave. */
  readonly lost: readonly string[];
}

export interface RosterOfficer {
  readonly officer: string;
  readonly role: OfficerRole;
  readonly admittedAt: number;
  /** When a temporary officer leaves, milliseconds since 1970. */
  readonly ends: number | null;
  readonly suspended: SpellView | null;
  readonly attested: number | null;
  /** When the next attestation is due; null: now. */
  readonly attestationDue: number | null;
  readonly attestation: 'current' | 'soon' | 'late';
  /** False: two security officers would not remain. */
  readonly mayLeave: boolean;
}

export interface RosterView {
  readonly officers: readonly RosterOfficer[];
  readonly waits: readonly WaitView[];
  readonly frozen: SpellView | null;
  readonly suspended: boolean;
  /** Security officers who can sign now. */
  readonly quorum: number;
  /** The log's clock, by which all of this is judged. */
  readonly clock: number | null;
}

type Spell = Officer['suspensions'][number];
const spellOf = (spells: readonly Spell[]): SpellView | null => {
  const last = spells.at(-1);
  return last === undefined || last.until !== null ? null : { by: last.by, since: last.from, lapses: last.lasts !== null, due: last.due };
};

export function waitView(wait: Wait): WaitView {
  const { act, statement, subject, at, due } = wait;
  return { act, statement, subject, at, due, lost: wait.act === 'reseat' ? wait.lost : [] };
}

/** Attestations are announced so long before they are due. */
const SOON_MS = 30 * 24 * 3600 * 1000;
function dueOf(due: number | null): Pick<RosterOfficer, 'attestationDue' | 'attestation'> {
  const left = (due ?? 0) - Date.now();
  return { attestationDue: due, attestation: left <= 0 ? 'late' : left <= SOON_MS ? 'soon' : 'current' };
}

export function rosterApi(desk: OfficerDesk) {
  const session = async () => (await desk.atWork()).officer;
  const ownMember = () => {
    const member = desk.who?.member;
    if (!member) throw new Failure('not-allowed');
    return member;
  };
  return {
    roster: async (): Promise<RosterView> => {
      const id = ownMember();
      const state = await (await session()).trust.sync();
      const at = new TrustAt(state);
      const serving = at.officersOf(id);
      const security = serving.filter(({ role }) => role === 'security');
      return {
        officers: serving.map(({ id: officer, role, admittedAt, ends, suspensions, attested }) => ({
          officer, role: role!, admittedAt, ends, suspended: spellOf(suspensions), attested: attested.at(-1)?.time ?? null,
          ...dueOf(attestationDue({ attested })), mayLeave: role !== 'security' || security.length > 2,
        })),
        waits: at.waitsOf(id).map(waitView),
        frozen: spellOf(at.member(id)?.freezes ?? []),
        suspended: at.isMemberSuspended(id),
        quorum: security.filter((officer) => !at.isOfficerSuspended(officer.id)).length,
        clock: state.clock?.time ?? null,
      };
    },
    // Each answers null when it was done already.
    proposeRole: async (officer: string, term: Term): Promise<Proposal | null> => proposeRole(await session(), ownMember(), officer, term),
    suspendOfficer: async (officer: string): Promise<Proposal | null> => suspendOfficer(await session(), ownMember(), officer),
    proposeReinstatement: async (officer: string): Promise<Proposal | null> => proposeReinstatement(await session(), ownMember(), officer),
    attestOfficer: async (officer: string): Promise<Proposal | null> => attestOfficer(await session(), ownMember(), officer),
    changeCard: async (officer: string, about: AboutMe): Promise<Proposal | null> => changeCard(await session(), ownMember(), officer, about),
    freezeMember: async (about: string | null): Promise<Proposal | null> => freezeMember(await session(), ownMember(), about),
    proposeUnfreeze: async (): Promise<Proposal | null> => proposeUnfreeze(await session(), ownMember()),
    vetoWait: async (statement: string): Promise<Proposal | null> => vetoWait(await session(), ownMember(), statement),
  };
}

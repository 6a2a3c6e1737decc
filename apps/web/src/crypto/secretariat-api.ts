// The secretariat, the network's auditors, releases and members in its care, by this client's own replay; and the secretariat's acts.
import { proposeMemberSuspension, proposePolicy, proposeReadmission, proposeRelease, proposeReseat, proposeSecretariatChange, type ReleaseFiles } from '#client';
import { membershipRoutes, SECRETARIAT, type EnrolledOfficer, type OfficerCard, type OfficerKey, type Proposal } from '#protocol';
import { TrustAt, type Officer } from '#trust';
import type { HeldOpen, OfficerDesk } from './officer-at-work.ts';
import { waitView, type WaitView } from './roster-api.ts';

export interface NetworkPerson {
  readonly officer: string;
  readonly certificate: string;
  readonly place: 'secretariat' | 'auditor';
  /** Members whose records an auditor may read; null: all. */
  readonly scope: readonly string[] | null;
  /** Null: erased or not shown by the hub. */
  readonly card: Pick<OfficerCard, 'name' | 'function'> | null;
  readonly serves: boolean;
}

export interface MemberInCare {
  readonly id: string;
  readonly suspended: boolean;
  readonly frozen: boolean;
  /** Security officers on the roster, and how many of them are not suspended. */
  readonly security: readonly string[];
  readonly working: number;
  readonly waits: readonly WaitView[];
}

export interface SecretariatView {
  readonly threshold: number;
  /** One signature is enough only in a demonstration. */
  readonly demonstration: boolean;
  readonly witnesses: readonly string[];
  readonly policy: number;
  readonly releases: readonly { readonly version: string; readonly files: ReleaseFiles; readonly at: number }[];
  readonly members: readonly MemberInCare[];
}

const keyOf = ({ officer, certificate, cardHash }: EnrolledOfficer): OfficerKey => ({ officer, certificate, card: cardHash });

export function secretariatApi(desk: OfficerDesk, { cards }: HeldOpen) {
  const session = async () => (await desk.atWork()).officer;
  const replay = async () => {
    const state = await (await session()).trust.sync();
    return { state, at: new TrustAt(state) };
  };
  const person = ({ id, certificate, card, removedAt }: Officer) => ({ officer: id, certificate, card: cards.get(card), serves: removedAt === null });
  return {
    /** Past ones too. The hub is asked, and records it, only for cards that are new to this client. */
    networkPeople: async (): Promise<NetworkPerson[]> => {
      const { state } = await replay();
      const [secretariat, auditors] = [[...state.secretariat.values()], [...state.auditors.values()]];
      const work = await desk.atWork();
      await cards.learn(work, SECRETARIAT, [...secretariat, ...auditors].map(({ card }) => card), async () => (await work.officer.hub.call(membershipRoutes.networkPeople)).items);
      return [
        ...secretariat.map((officer) => ({ ...person(officer), place: 'secretariat' as const, scope: null })),
        ...auditors.map((auditor) => ({ ...person(auditor), place: 'auditor' as const, scope: auditor.scope })),
      ];
    },
    secretariat: async (): Promise<SecretariatView> => {
      const { at } = await replay();
      const { threshold, demonstration, witnesses, policy } = at.network()!;
      const members = at.members().map(({ id }): MemberInCare => {
        const security = at.officersOf(id).filter(({ role }) => role === 'security').map((officer) => officer.id);
        return {
          id, security, suspended: at.isMemberSuspended(id), frozen: at.isMemberFrozen(id), waits: at.waitsOf(id).map(waitView),
          working: security.filter((officer) => !at.isOfficerSuspended(officer)).length,
        };
      });
      return { threshold, demonstration, witnesses, policy, releases: at.releases().toReversed(), members };
    },
    // Each answers null when it was done already.
    proposeSecretariatChange: async (admit: readonly EnrolledOfficer[], remove: string[], threshold: number): Promise<Proposal | null> =>
      proposeSecretariatChange(await session(), { admit: admit.map(keyOf), remove, threshold }),
    proposePolicy: async (witnesses: string[], policy: number): Promise<Proposal | null> => proposePolicy(await session(), witnesses, policy),
    proposeRelease: async (version: string, files: ReleaseFiles): Promise<Proposal | null> => proposeRelease(await session(), version, files),
    proposeMemberSuspension: async (member: string): Promise<Proposal | null> => proposeMemberSuspension(await session(), member),
    proposeReadmission: async (member: string): Promise<Proposal | null> => proposeReadmission(await session(), member),
    proposeReseat: async (member: string, remaining: string | null, seats: readonly EnrolledOfficer[]): Promise<Proposal | null> => proposeReseat(await session(), member, remaining, seats.map(keyOf)),
  };
}

// My member's mailbox keys by this client's own replay: which there were, who holds them, and making and handing over new ones.
import { grantEpoch, rotateEpoch } from '#client';
import type { Proposal } from '#protocol';
import { phrase, TrustAt, type Epoch } from '#trust';
import { Failure } from './channel.ts';
import { careForMailbox } from './mailbox-care.ts';
import type { OfficerDesk } from './officer-at-work.ts';

export interface EpochView {
  readonly id: string;
  readonly state: 'current' | 'stale' | 'pending' | 'past' | 'void';
  /** SHA-256 of the epoch's certificate. */
  readonly certificate: string;
  readonly phrase: readonly string[];
  /** Officer ids and positions of the trust log. */
  readonly rotatedBy: string;
  readonly rotatedAt: number;
  readonly confirmedBy: string | null;
  readonly confirmedAt: number | null;
  readonly holders: readonly string[];
  /** Officers who read and do not hold it yet. */
  readonly lacking: readonly string[];
}

export function mailboxApi(desk: OfficerDesk) {
  const ownMember = () => {
    const member = desk.who?.member;
    if (!member) throw new Failure('not-allowed');
    return member;
  };
  const session = async () => (await desk.atWork()).officer;
  return {
    /** Newest first. */
    epochs: async (): Promise<EpochView[]> => {
      const member = ownMember();
      const at = new TrustAt(await (await session()).trust.sync());
      const { epoch: current } = at.currentEpoch(member);
      const readers = at.readersOf(member).map(({ id }) => id);
      return [...(at.member(member)?.epochs.values() ?? [])].toSorted((a, b) => b.rotatedAt - a.rotatedAt).map((epoch) => {
        const holders = at.holdersOf(epoch);
        return {
          id: epoch.id, state: stateOf(epoch, current), certificate: epoch.certificate, phrase: phrase(epoch.certificate),
          rotatedBy: epoch.rotatedBy, rotatedAt: epoch.rotatedAt, confirmedBy: epoch.confirmedBy, confirmedAt: epoch.confirmedAt,
          holders, lacking: readers.filter((id) => !holders.includes(id)),
        };
      });
    },
    /** Null: nothing was left to do. */
    rotateEpoch: async (): Promise<Proposal | null> => rotateEpoch(await session(), ownMember()),
    grantEpoch: async (officer: string): Promise<Proposal | null> => grantEpoch(await session(), ownMember(), officer),
    /** Follows the trust log until it has this size; then, for those who read a mailbox, what this client does for it once a minute, now. */
    careForMailbox: async (size: number): Promise<void> => {
      const { officer, who, mail } = await desk.atWork();
      await officer.trust.reach(size);
      if (mail) await careForMailbox(officer, ownMember(), who);
    },
  };
}

function stateOf(epoch: Epoch, current: Epoch | null): EpochView['state'] {
  if (epoch.id === current?.id) return epoch.staleAt === null ? 'current' : 'stale';
  if (epoch.voidAt !== null) return 'void';
  return epoch.confirmedAt === null ? 'pending' : 'past';
}

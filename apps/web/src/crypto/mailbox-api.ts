// My member's mailbox keys by this client's own replay: which there were, who holds them, and making and handing over new ones.
import { careForMailbox, couldRead, grantEpoch, olderEpochs, rotateEpoch, type CouldRead, type RewrapProgress } from '#client';
import type { Proposal } from '#protocol';
import { phrase, TrustAt, type Epoch } from '#trust';
import { Failure } from './channel.ts';
import { pauseRewrapping } from './device-memory.ts';
import type { OfficerDesk } from './officer-at-work.ts';

export type EpochState = 'current' | 'stale' | 'pending' | 'past' | 'void';

export interface EpochView {
  readonly id: string;
  readonly state: EpochState;
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

/** A colleague who lacks earlier keys that I hold: earlier mail is closed to them, and stays as it is until they are handed over. */
export interface LackingHistory {
  readonly officer: string;
  /** Epoch ids, oldest first. */
  readonly epochs: readonly string[];
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
          id: epoch.id, state: epochStateOf(epoch, current), certificate: epoch.certificate, phrase: phrase(epoch.certificate),
          rotatedBy: epoch.rotatedBy, rotatedAt: epoch.rotatedAt, confirmedBy: epoch.confirmedBy, confirmedAt: epoch.confirmedAt,
          holders, lacking: readers.filter((id) => !holders.includes(id)),
        };
      });
    },
    /** Null: nothing was left to do. */
    rotateEpoch: async (): Promise<Proposal | null> => rotateEpoch(await session(), ownMember()),
    grantEpoch: async (officer: string): Promise<Proposal | null> => grantEpoch(await session(), ownMember(), officer),
    /** Giving older mail to the current keys; null for those whose client does not. */
    rewrapping: async (): Promise<RewrapProgress | null> => (await desk.atWork()).rewrapping?.progress ?? null,
    /** Remembered on this device. */
    pauseRewrapping: async (paused: boolean): Promise<void> => {
      const { rewrapping, who } = await desk.atWork();
      await pauseRewrapping(who.officer, paused);
      rewrapping?.pause(paused);
      if (!paused) void rewrapping?.run();
    },
    lackingHistory: async (): Promise<LackingHistory[]> => {
      const member = ownMember();
      const { officer, who } = await desk.atWork();
      const state = await officer.trust.sync();
      const at = new TrustAt(state);
      const withheld = olderEpochs(state, member, who.officer)?.withheld ?? [];
      return at.readersOf(member).flatMap(({ id }) => {
        const epochs = withheld.filter((epoch) => !at.holdersOf(epoch).includes(id)).map((epoch) => epoch.id);
        return epochs.length === 0 ? [] : [{ officer: id, epochs }];
      });
    },
    couldRead: async (officer: string): Promise<CouldRead> => {
      const mail = await desk.mail();
      return couldRead(mail, await mail.trust.sync(), officer);
    },
    /** By explicit choice only: with these keys the officer reads mail from before. */
    grantHistory: async ({ officer, epochs }: LackingHistory): Promise<void> => {
      for (const epoch of epochs) await grantEpoch(await session(), ownMember(), officer, epoch);
    },
    /** Follows the trust log until it has this size; then, for those who read a mailbox, what this client does for it once a minute, now. */
    careForMailbox: async (size: number): Promise<void> => {
      const { officer, who, mail } = await desk.atWork();
      await officer.trust.reach(size);
      if (mail && who.role !== 'reader') await careForMailbox(officer, ownMember(), who.officer);
    },
  };
}

/** `current`: the member's, stale or not. */
export function epochStateOf(epoch: Epoch, current: Epoch | null): EpochState {
  if (epoch.id === current?.id) return epoch.staleAt === null ? 'current' : 'stale';
  if (epoch.voidAt !== null) return 'void';
  return epoch.confirmedAt === null ? 'pending' : 'past';
}

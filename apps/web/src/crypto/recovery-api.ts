// Not losing one's keys, rehearsing their loss, and what happens when they are lost: this device's part of it.
import { proposeLive, proposeRekey } from '#client';
import { drillRoutes, type DrillItem, type EnrolledOfficer, type Proposal } from '#protocol';
import { TrustAt } from '#trust';
import { Failure } from './channel.ts';
import { deviceMemory, sheetCheckedOn, sheetWasChecked } from './device-memory.ts';
import type { OfficerDesk } from './officer-at-work.ts';

export interface SheetView {
  readonly code: string;
  /** When two groups of it were typed back from paper, ISO 8601; null: not on this device. */
  readonly checked: string | null;
  /** Two groups that are asked for, counted from 1. */
  readonly ask: readonly [number, number];
}

/** A re-issue of one's own keys that waits. */
export interface OwnReissue {
  /** Milliseconds since 1970; null: its time has not begun to run. */
  readonly due: number | null;
}

const GROUPS = 9;

export interface Rehearsal {
  /** The vault was opened by a code that was typed, and no drill was recorded of it. */
  open(): boolean;
  recorded(): void;
}

export function recoveryApi(desk: OfficerDesk, rehearsal: Rehearsal) {
  const who = () => {
    if (!desk.who) throw new Failure('locked');
    return desk.who;
  };
  const session = async () => (await desk.atWork()).officer;
  const ownMember = () => {
    const { member } = who();
    if (!member) throw new Failure('not-allowed');
    return member;
  };
  const codeOf = async () => {
    const code = await deviceMemory.recoveryCode(who().officer);
    if (code === null) throw new Failure('not-found');
    return code;
  };
  return {
    recoverySheet: async (): Promise<SheetView> => {
      const first = 1 + Math.floor(Math.random() * (GROUPS - 1));
      const second = first + 1 + Math.floor(Math.random() * (GROUPS - first));
      return { code: await codeOf(), checked: await sheetCheckedOn(who().officer), ask: [first, second] };
    },
    /** Whether these are the groups of the code; remembered on this device if so. */
    checkSheet: async (typed: readonly { readonly group: number; readonly text: string }[]): Promise<boolean> => {
      const groups = (await codeOf()).split('-');
      const isRight = typed.every(({ group, text }) => groups[group - 1] === text.trim().toUpperCase().replaceAll('O', '0').replaceAll(/[IL]/g, '1'));
      if (isRight) await sheetWasChecked(who().officer);
      return isRight;
    },
    /** This very sign-in opened the vault by a code that was typed, on a device that had none, which is what a drill is; and it is not on record yet. */
    isRehearsal: (): boolean => rehearsal.open(),
    recordDrill: async (): Promise<DrillItem> => {
      if (!rehearsal.open()) throw new Failure('not-allowed');
      const drill = await (await session()).hub.call(drillRoutes.recordDrill);
      rehearsal.recorded();
      return drill;
    },
    proposeLive: async (): Promise<Proposal | null> => proposeLive(await session(), ownMember()),
    /** For an officer who enrolled again. Null: the like waits already. */
    proposeRekey: async ({ officer, certificate, cardHash }: EnrolledOfficer): Promise<Proposal | null> => proposeRekey(await session(), ownMember(), { officer, certificate, card: cardHash }),
    /** Null: nothing of the kind; for accounts that wait. */
    ownReissue: async (): Promise<OwnReissue | null> => {
      const { officer, certificate } = who();
      const at = new TrustAt(await (await session()).trust.sync());
      const use = at.officer(officer)?.use;
      const wait = use?.kind === 'officer' ? at.waitsOf(use.member).find((one) => one.act === 'rekey' && one.key.certificate === certificate) : undefined;
      return wait === undefined ? null : { due: wait.due };
    },
  };
}

// Statements that take effect after a waiting time: officer.rekey and member.reseat. TRUST.md, the table of kinds: "Waits are judged by log.time".
import type { OfficerKey } from '#protocol';

const HOUR_MS = 3600 * 1000;
export const REKEY_WAIT_MS = 72 * HOUR_MS;
export const RESEAT_WAIT_MS = 7 * 24 * HOUR_MS;
/** A suspension of a security officer, and a freeze, last so long unless lifted. */
export const SUSPENSION_MS = 72 * HOUR_MS;
/** No mailbox epoch is meant to get older, from its confirmation on. Clients see to it; a log with an older one still counts. */
export const EPOCH_LIFETIME_MS = 90 * 24 * HOUR_MS;
export const FREEZE_MS = 72 * HOUR_MS;

interface Waiting {
  /** SHA-256 of the statement. */
  readonly statement: string;
  /** The statement's: an officer, or the member. */
  readonly subject: string;
  /** Position of the statement. */
  readonly at: number;
  /** When it takes effect, in milliseconds since 1970; null until a log.time quotes a checkpoint that holds the statement: nobody's wait is over before they could see it. */
  readonly due: number | null;
  /** Position at which it took effect or ended otherwise. */
  readonly endedAt: number | null;
  /** void: its officer had been removed. */
  readonly end: 'effect' | 'veto' | 'void' | null;
}
export interface RekeyWait extends Waiting {
  readonly act: 'rekey';
  readonly key: OfficerKey;
  readonly compromisedSince: number | null;
}
export interface ReseatWait extends Waiting {
  readonly act: 'reseat';
  readonly lost: readonly string[];
  readonly securityOfficers: readonly OfficerKey[];
}
export type Wait = RekeyWait | ReseatWait;

export const NOT_BEGUN = { due: null, endedAt: null, end: null } as const;

export const waitMs = ({ act }: Wait): number => (act === 'rekey' ? REKEY_WAIT_MS : RESEAT_WAIT_MS);

export function waitsFor(waits: readonly Wait[], act: Wait['act'], subject: string): boolean {
  return waits.some((wait) => wait.act === act && wait.subject === subject && wait.endedAt === null);
}

/** With the wait for this statement over. */
export function endWait(waits: readonly Wait[], statement: string, endedAt: number, end: NonNullable<Wait['end']>): Wait[] {
  return waits.map((wait) => (wait.statement === statement ? { ...wait, endedAt, end } : wait));
}

// What the hub asks of a statement and of its signers, on top of what the replay will. Pure; answers null or the reason against it.
import { STATEMENT_LIFETIME_MS, type Statement, type StatementKind } from '#protocol';
import { missingSignatures, objectionTo, TrustAt, type MissingSignatures, type RefusalCode, type TrustState } from '#trust';
import { involvedIn } from './statement-contents.ts';

/** Statements proposed for one member, or for the secretariat, in a day; removals have room beyond it. */
export const DAILY_LIMIT = 200;
export const DAILY_LIMIT_OF_REMOVALS = 300;
/** Clients' clocks may be ahead by so much. */
const SKEW_MS = 10 * 60 * 1000;

export function dailyLimit(kind: StatementKind): number {
  return kind === 'officer.remove' ? DAILY_LIMIT_OF_REMOVALS : DAILY_LIMIT;
}

/** The hub's own clock judges a proposal too: one that ran out since the last log.time is not appended. */
export function objectionNow(state: TrustState, statement: Statement, now: Date): RefusalCode | null {
  const left = Date.parse(statement.expires) - now.getTime();
  if (left < 0) return 'expired';
  if (left > STATEMENT_LIFETIME_MS + SKEW_MS) return 'expiry-too-late';
  return objectionTo(state, statement)?.code ?? null;
}

/** The officer whose certificate this is, to the log or to the statement that admits them. */
export function signerOf(state: TrustState, statement: Statement, certificate: string): string | null {
  const admitted = involvedIn(statement).find((key) => key.certificate === certificate);
  return admitted?.officer ?? new TrustAt(state).officerByCertificate(certificate)?.officer.id ?? null;
}

/** Signatures that are missing, and whether one of them is this officer's. */
export function missingFor(state: TrustState, statement: Statement, signed: readonly string[], officer: string): { missing: MissingSignatures[]; mine: boolean } {
  const missing = missingSignatures(state, statement, signed);
  const mine = missing.some(({ certificates }) => certificates.some((certificate) => signerOf(state, statement, certificate) === officer));
  return { missing, mine };
}

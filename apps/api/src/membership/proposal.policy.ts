// What the hub asks of a statement and of its signers, on top of what the replay will. Pure; answers null or the reason against it.
import { admittedBy, STATEMENT_LIFETIME_MS, type Statement } from '#protocol';
import { missingSignatures, objectionTo, TrustAt, type MissingSignatures, type RefusalCode, type TrustState } from '#trust';
import { isProtecting, memberOfStatement } from './statement-contents.ts';

/** Statements proposed in a day for one member, or for the secretariat, which may have hundreds of members to admit; removals and what else protects have room beyond it. */
export const DAILY_LIMIT = { member: 200, secretariat: 1000, removals: 100 } as const;
/** Clients' clocks may be ahead by so much. */
const SKEW_MS = 10 * 60 * 1000;

export function dailyLimit(statement: Statement): number {
  const limit = memberOfStatement(statement) === null ? DAILY_LIMIT.secretariat : DAILY_LIMIT.member;
  return isProtecting(statement) ? limit + DAILY_LIMIT.removals : limit;
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
  const joining = admittedBy(statement).find((key) => key.certificate === certificate);
  return joining?.officer ?? new TrustAt(state).officerByCertificate(certificate)?.officer.id ?? null;
}

/** Signatures that are missing, and whether one of them is this officer's. */
export function missingFor(state: TrustState, statement: Statement, signed: readonly string[], officer: string): { missing: MissingSignatures[]; mine: boolean } {
  const missing = missingSignatures(state, statement, signed);
  const mine = missing.some(({ certificates }) => certificates.some((certificate) => signerOf(state, statement, certificate) === officer));
  return { missing, mine };
}

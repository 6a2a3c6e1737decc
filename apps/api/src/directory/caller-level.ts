import type { Level } from '#search';
import { currentContext } from '../platform/request-context.ts';

const ROSTER = new Set(['security', 'officer', 'reader', 'member-auditor']);

/** The fullest audience the caller belongs to: what `caller_sees` says in the database, which checks it again. */
export function callerLevel(): Level {
  const { principal } = currentContext();
  if (principal === null) return 1;
  if (principal.role === 'secretariat') return 3;
  if (ROSTER.has(principal.role)) return principal.member === null ? 2 : 3;
  return principal.role === 'auditor' ? 2 : 1;
}

// Who sees which recorded acts. Row-level security in the database says the same once more.
import { AUDIT_ACTIONS, type AuditAction } from '#protocol';
import type { Principal } from '../platform/request-context.ts';

export interface Visibility {
  /** SQL condition on audit_entry; `$n` are numbered from 1 over `parameters`. */
  readonly condition: string;
  readonly parameters: readonly unknown[];
}

/** Acts on membership and directory: what the secretariat sees of everybody. */
const SECRETARIAT_ACTIONS = (Object.keys(AUDIT_ACTIONS) as AuditAction[]).filter((action) => /^(application|enrolment|statement|directory)\./.test(action));

/** `scope`: members an auditor was granted; null: all. Everybody sees their own acts. */
export function visibleEntries(viewer: Principal, scope: readonly string[] | null): Visibility {
  const own = 'actor_officer = $1';
  switch (viewer.role) {
    case 'security':
    case 'member-auditor':
      return viewer.member === null ? { condition: own, parameters: [viewer.officer] } : { condition: `(${own} OR actor_member = $2)`, parameters: [viewer.officer, viewer.member] };
    case 'secretariat':
      return { condition: `(${own} OR action = ANY ($2))`, parameters: [viewer.officer, SECRETARIAT_ACTIONS] };
    case 'auditor':
      return scope === null
        ? { condition: '($1::uuid IS NOT NULL)', parameters: [viewer.officer] }
        : { condition: `(${own} OR actor_member = ANY ($2::uuid[]))`, parameters: [viewer.officer, scope] };
    default:
      return { condition: own, parameters: [viewer.officer] };
  }
}

/** Session and address are for the actor, their member's security officers and auditors, and the network's auditors. */
export function seesContext(viewer: Principal, actor: { officer: string | null; member: string | null }): boolean {
  if (actor.officer === viewer.officer || viewer.role === 'auditor') return true;
  return (viewer.role === 'security' || viewer.role === 'member-auditor') && viewer.member !== null && actor.member === viewer.member;
}

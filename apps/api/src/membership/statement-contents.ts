// What the hub has to know of a statement beyond its rule and whom it admits: what it pins, whose matter it is. Pure.
import { admittedBy, type Statement, type StatementKind } from '#protocol';

/** Officer cards that the statement brings into use. */
export function pinnedCards(statement: Statement): readonly { readonly officer: string; readonly card: string }[] {
  return statement.kind === 'officer.card' ? [{ officer: statement.subject, card: statement.body.card }] : admittedBy(statement);
}

/** Certificates that the statement brings into use. */
export function pinnedCertificates(statement: Statement): string[] {
  return statement.kind === 'epoch.rotate' ? [statement.body.certificate] : admittedBy(statement).map(({ certificate }) => certificate);
}

/** Sealed packages that the statement pins. */
export function pinnedPackages(statement: Statement): readonly { readonly officer: string; readonly package: string }[] {
  if (statement.kind === 'epoch.rotate') return statement.body.packages;
  return statement.kind === 'epoch.grant' ? [statement.body] : [];
}

/** Whose matter it is, if a member's; its admission, suspension and readmission are the secretariat's. */
export function memberOfStatement(statement: Statement): string | null {
  switch (statement.kind) {
    case 'device.add':
      return statement.body.member;
    case 'network.genesis':
    case 'network.policy':
    case 'secretariat.change':
    case 'release.publish':
    case 'member.suspend':
    case 'member.readmit':
    case 'auditor.grant':
    case 'member.admit':
    case 'log.time':
      return null;
    default:
      return statement.roster;
  }
}

/** Protect a member, or take standing away: there is room for them beyond the daily limit. */
const PROTECTING: ReadonlySet<StatementKind> = new Set(['officer.remove', 'officer.suspend', 'member.freeze', 'member.veto']);

export function isProtecting({ kind }: Statement): boolean {
  return PROTECTING.has(kind);
}

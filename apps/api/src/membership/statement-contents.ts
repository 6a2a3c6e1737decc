// What the hub has to know of a statement beyond its rule: whom it admits, what it pins, whose matter it is. Pure.
import type { OfficerKey, Statement } from '#protocol';

/** People whom the statement admits: each co-signs. */
export function involvedIn(statement: Statement): readonly OfficerKey[] {
  switch (statement.kind) {
    case 'network.genesis':
      return statement.body.secretariat;
    case 'member.admit':
      return statement.body.securityOfficers;
    case 'officer.admit':
    case 'auditor.grant':
      return [statement.body.key];
    default:
      return [];
  }
}

/** Certificates that the statement brings into use. */
export function pinnedCertificates(statement: Statement): string[] {
  return statement.kind === 'epoch.rotate' ? [statement.body.certificate] : involvedIn(statement).map(({ certificate }) => certificate);
}

/** Sealed packages that the statement pins. */
export function pinnedPackages(statement: Statement): readonly { readonly officer: string; readonly package: string }[] {
  if (statement.kind === 'epoch.rotate') return statement.body.packages;
  return statement.kind === 'epoch.grant' ? [statement.body] : [];
}

/** Whose roster it changes, if a member's; the admission of a member is the secretariat's matter. */
export function memberOfStatement({ kind, roster }: Statement): string | null {
  switch (kind) {
    case 'network.genesis':
    case 'auditor.grant':
    case 'member.admit':
    case 'log.time':
      return null;
    default:
      return roster;
  }
}

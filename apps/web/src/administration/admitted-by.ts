import type { OfficerKey, Statement } from '#protocol';

/** Whose certificates a statement brings into use: to be compared with their owners before anybody signs. */
export function admittedBy(statement: Statement): readonly OfficerKey[] {
  switch (statement.kind) {
    case 'network.genesis':
      return statement.body.secretariat;
    case 'member.admit':
    case 'member.reseat':
      return statement.body.securityOfficers;
    case 'secretariat.change':
      return statement.body.admit;
    case 'officer.admit':
    case 'officer.rekey':
    case 'auditor.grant':
      return [statement.body.key];
    default:
      return [];
  }
}

import type { OfficerKey, Statement } from './statement.ts';

/** Whose certificates a statement brings into use: each co-signs, and is compared with its owner before anybody else signs. */
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

import type { AUDIT_ACTIONS, AuditAction, AuditItem } from '#protocol';

/** Every action of the closed list, without its schemas; one that is missing here does not compile. */
const NAMED: Record<keyof typeof AUDIT_ACTIONS, true> = {
  'sign-in': true,
  'sign-out': true,
  'session.end': true,
  'step-up': true,
  'credential.add': true,
  'credential.remove': true,
  'vault.read': true,
  'vault.replace': true,
  'enrolment.invite': true,
  'enrolment.withdraw': true,
  'enrolment.complete': true,
  'statement.propose': true,
  'statement.sign': true,
  'statement.withdraw': true,
  'statement.append': true,
  'terms.accept': true,
  'officers.view': true,
  'officer.card': true,
  'package.read': true,
  'directory.change': true,
  'directory.export': true,
  'thread.list': true,
  'thread.view': true,
  'thread.read': true,
  'message.send': true,
  'message.fetch': true,
  'message.rewrap': true,
  'attachment.upload': true,
  'attachment.fetch': true,
  'audit.view': true,
  'request.refused': true,
};
export const ACTIONS = Object.keys(NAMED) as AuditAction[];

const OBJECTS: Record<NonNullable<AuditItem['entry']['object']>['kind'], true> = {
  account: true,
  session: true,
  officer: true,
  member: true,
  authority: true,
  epoch: true,
  message: true,
  thread: true,
  attachment: true,
  statement: true,
  invitation: true,
  proposal: true,
  audit: true,
};
export const OBJECT_KINDS = Object.keys(OBJECTS) as (keyof typeof OBJECTS)[];

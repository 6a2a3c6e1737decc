// The audit log's closed list of actions and the form of an entry.
import { z } from 'zod';
import { base64UrlOf, Hash, Timestamp, Uuid } from './ids.ts';
import { canonicalBytes, type Json } from './canonical-json.ts';
import type { Bytes } from './bytes.ts';
import { PROBLEMS, type ProblemCode } from './problems.ts';
import { SessionEnd } from './routes/live.ts';

const none = z.strictObject({});
const count = z.int().min(0);

/** Action → schema of its details. Adding one is a change of this table and of nothing else. */
export const AUDIT_ACTIONS = {
  'sign-in': z.strictObject({ method: z.enum(['passkey', 'passphrase']) }),
  'sign-out': none,
  'session.end': z.strictObject({ session: Uuid }),
  /** By a statement about the officer, the object. */
  'session.cut': z.strictObject({ why: SessionEnd, sessions: count }),
  /** The session, the object, is on a device of its officer. */
  'device.use': z.strictObject({ device: Uuid }),
  'device.remove': z.strictObject({ device: Uuid, sessions: count }),
  'devices.view': z.strictObject({ devices: count }),
  'notices.prefer': z.strictObject({ language: z.string().max(3).nullable(), unwanted: z.array(z.string().max(20)).max(10) }),
  'notices.failures': z.strictObject({ officers: count }),
  /** Of the address for notices: a code was asked for, the change given up, or made. The address is in none of them. */
  'address.ask': z.strictObject({ change: Uuid }),
  'address.withdraw': z.strictObject({ change: Uuid }),
  'address.change': z.strictObject({ change: Uuid.nullable() }),
  'step-up': z.strictObject({ method: z.enum(['passkey', 'passphrase']) }),
  'credential.add': z.strictObject({ credential: Uuid, method: z.enum(['passkey', 'passphrase']) }),
  'credential.remove': z.strictObject({ credential: Uuid }),
  'vault.read': z.strictObject({ credential: Uuid }),
  'vault.replace': z.strictObject({ credential: Uuid, version: count }),
  'enrolment.invite': z.strictObject({ invitation: Uuid, purpose: z.string() }),
  'enrolment.withdraw': z.strictObject({ invitation: Uuid }),
  'enrolment.complete': z.strictObject({ invitation: Uuid, certificate: Hash }),
  /** The officer, the object, enrolled with this certificate and was not admitted in time. */
  'enrolment.end': z.strictObject({ certificate: Hash, sessions: count }),
  'statement.propose': z.strictObject({ proposal: Uuid, kind: z.string() }),
  'statement.sign': z.strictObject({ proposal: Uuid, certificate: Hash }),
  'statement.withdraw': z.strictObject({ proposal: Uuid }),
  'statement.append': z.strictObject({ index: count, kind: z.string(), statement: Hash }),
  /** `version`: of the draft. */
  'application.save': z.strictObject({ version: count }),
  'application.scan': z.strictObject({ bytes: count, hash: Hash }),
  'application.submit': z.strictObject({ submission: count, letter: Uuid, body: Hash }),
  'application.withdraw': none,
  'application.list': z.strictObject({ rows: count }),
  'application.view': none,
  'application.view-scan': none,
  'application.check': z.strictObject({ step: z.string(), means: z.string(), certificates: z.array(Hash) }),
  'application.uncheck': z.strictObject({ step: z.string() }),
  'application.decide': z.strictObject({ decision: z.enum(['returned', 'refused']), reason: z.string() }),
  'application.link': z.strictObject({ authority: Uuid }),
  'application.propose': z.strictObject({ proposal: Uuid }),
  'application.admit': z.strictObject({ member: Uuid }),
  'application.expire': none,
  'application.remind': none,
  'application.erase': none,
  'application.rewrap': z.strictObject({ certificate: Hash, letters: count }),
  'application.checklist': z.strictObject({ state: z.string().nullable(), version: count }),
  'terms.accept': z.strictObject({ version: count }),
  'officers.view': none,
  'officer.card': z.strictObject({ card: Hash }),
  /** The officer, the object, does not serve, or serves under another card. */
  'officer.card-erase': z.strictObject({ card: Hash }),
  'drill.record': z.strictObject({ certificate: Hash }),
  'package.read': z.strictObject({ epoch: Uuid }),
  /** A version of an entry was written. `removed`: with it the entry left the directory. */
  'directory.change': z.strictObject({ version: count, origin: z.enum(['seed', 'import', 'undo', 'proposal']), approvals: count, removed: z.boolean() }),
  /** Object: the entry. `revision` counts how often the proposal was changed. */
  'directory.propose': z.strictObject({ proposal: Uuid, revision: count, changes: count }),
  'directory.return': z.strictObject({ proposal: Uuid, revision: count }),
  'directory.approve': z.strictObject({ proposal: Uuid, revision: count }),
  'directory.withdraw': z.strictObject({ proposal: Uuid, revision: count }),
  /** The authority itself says that the entry is true as it stands. */
  'directory.confirm': z.strictObject({ version: count }),
  /** A list showed so many entries anew with what is not for everybody. */
  'directory.list': z.strictObject({ entries: count }),
  /** An entry was shown with values that are not for everybody, so many of them. `version`: the one shown. */
  'directory.view': z.strictObject({ version: count, restricted: count }),
  /** `restricted`: how many values in it are not for everybody. */
  'directory.export': z.strictObject({ format: z.string().max(16), filter: z.string().max(1000), entries: count, restricted: count }),
  /** A file brought, worked on, imported or undone; `entries`: entries written, or rows decided. */
  'directory.import': z.strictObject({ step: z.enum(['upload', 'settings', 'check', 'decide', 'run', 'imported', 'undo', 'undone', 'discard']), file: Hash, entries: count }),
  /** The public directory was published as one document. */
  'directory.snapshot': z.strictObject({ sha256: Hash, number: count, entries: count }),
  'thread.list': z.strictObject({ threads: count }),
  'thread.view': z.strictObject({ messages: count }),
  'thread.read': z.strictObject({ position: count }),
  'message.send': z.strictObject({
    thread: Uuid,
    certificate: Hash,
    commitment: Hash,
    body: Hash,
    bytes: count,
    recipients: z.array(z.strictObject({ member: Uuid, epoch: Uuid })),
  }),
  'message.fetch': z.strictObject({ thread: Uuid, epoch: Uuid }),
  'message.rewrap': z.strictObject({ thread: Uuid, recipients: z.array(z.strictObject({ member: Uuid, epoch: Uuid })) }),
  /** Older messages lent to a client that gives them to its member's current epoch, then given. */
  'mailbox.take': z.strictObject({ epoch: Uuid, messages: count }),
  'mailbox.rewrap': z.strictObject({ epoch: Uuid, messages: z.array(Uuid).max(50) }),
  'attachment.upload': z.strictObject({ part: count, bytes: count, hash: Hash }),
  'attachment.fetch': z.strictObject({ part: count }),
  'audit.view': z.strictObject({ filter: z.string().max(500), rows: count }),
  'request.refused': z.strictObject({ route: z.string(), times: count }),
} as const;
export type AuditAction = keyof typeof AUDIT_ACTIONS;
export type AuditDetails<A extends AuditAction> = z.infer<(typeof AUDIT_ACTIONS)[A]>;

export const AuditObject = z.strictObject({
  kind: z.enum([
    'account',
    'session',
    'officer',
    'member',
    'authority',
    'epoch',
    'message',
    'thread',
    'attachment',
    'statement',
    'invitation',
    'application',
    'proposal',
    'import',
    'audit',
  ]),
  id: z.string().max(64),
});

/**
 * One entry. `context` is SHA-256 of the canonical AuditContext: who may see the act (a message's recipient, say) need not
 * see the actor's session and address; who may see both can check both. Erasing entry and salts leaves the tree standing.
 */
export const AuditEntry = z.strictObject({
  version: z.literal(1),
  time: Timestamp,
  action: z.enum(Object.keys(AUDIT_ACTIONS) as [AuditAction, ...AuditAction[]]),
  /** An officer, and the member they act for. A member alone: the hub itself, in that member's matter. */
  actor: z.strictObject({ officer: Uuid.nullable(), member: Uuid.nullable() }),
  object: AuditObject.nullable(),
  outcome: z.enum(['done', 'refused']),
  reason: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]).nullable(),
  details: z.record(z.string(), z.json()),
  context: Hash,
  salt: base64UrlOf(32, 32),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** What only the actor, their security officers and auditors see. */
export const AuditContext = z.strictObject({
  session: Uuid.nullable(),
  address: z.string().max(64).nullable(),
  correlation: Uuid,
  salt: base64UrlOf(32, 32),
});
export type AuditContext = z.infer<typeof AuditContext>;

/** Canonical bytes of an entry; the audit log's leaf data is their SHA-256 (32 bytes). */
export function auditEntryBytes(entry: AuditEntry): Bytes {
  return canonicalBytes(entry as Json);
}
export function auditContextBytes(context: AuditContext): Bytes {
  return canonicalBytes(context as Json);
}

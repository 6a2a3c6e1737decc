// Statements of the trust log: signed facts about membership and keys. Closed schemas: unknown fields are refused.
import { z } from 'zod';
import { canonicalBytes, parseCanonical, type Json } from './canonical-json.ts';
import type { Bytes } from './bytes.ts';
import { base64UrlOf, Hash, text, Timestamp, Uuid } from './ids.ts';

/** Critical notation that every statement signature carries, hashed, exactly once; its value is the statement's kind. */
export const STATEMENT_NOTATION = 'statement.v1@hub.globe.example';
/** A statement expires at most this long after it was made. */
export const STATEMENT_LIFETIME_MS = 7 * 24 * 3600 * 1000;

/** security: security officer, who is an officer too; officer: reads and sends; reader: reads only; auditor: holds no epoch. */
export const OfficerRole = z.enum(['security', 'officer', 'reader', 'auditor']);
export type OfficerRole = z.infer<typeof OfficerRole>;

/** A person as the log knows them: random id, SHA-256 of the exact certificate bytes, SHA-256 of the officer card. */
export const OfficerKey = z.strictObject({ officer: Uuid, certificate: Hash, card: Hash });
export type OfficerKey = z.infer<typeof OfficerKey>;

/** A verifier key of a signed note (C2SP signed-note): name+hash+key. */
export const VerifierKey = z.string().max(400).regex(/^[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]+=*$/);

/** The roster a statement changes: the secretariat's, one member's (its id), one officer's devices (the officer's id), or the log's own clock. */
export const SECRETARIAT = 'secretariat';
export const LOG_CLOCK = 'log';
const MemberRoster = Uuid;

function statement<K extends string, R extends z.ZodType, B extends z.ZodRawShape>(kind: K, roster: R, body: B) {
  return z.strictObject({
    version: z.literal(1),
    /** SHA-256 of the genesis statement; null in genesis only. */
    network: kind === 'network.genesis' ? z.null() : Hash,
    kind: z.literal(kind),
    roster,
    /** SHA-256 of the last statement that changed this roster; null when this one begins it. */
    head: Hash.nullable(),
    /** What it is about: officer, epoch, member, device; for genesis, policy, roster changes of the secretariat and releases a random id. */
    subject: Uuid,
    /** Void if the log's clock has passed this. */
    expires: Timestamp,
    body: z.strictObject(body),
  });
}

/** When an officer admitted for a time leaves by the log's clock, without another statement; left out: serves until removed. */
const Ends = Timestamp.optional();

const distinct = <T>(key: (item: T) => string) => (items: T[]) => new Set(items.map(key)).size === items.length;

export const Statement = z.discriminatedUnion('kind', [
  statement('network.genesis', z.literal(SECRETARIAT), {
    name: text(200),
    /** True: plainly a demonstration, on every page; only then may threshold be 1. */
    demonstration: z.boolean(),
    secretariat: z.array(OfficerKey).min(1).max(50).refine(distinct((key: OfficerKey) => key.officer)),
    threshold: z.int().min(1).max(50),
    /** Verifier keys of the logs' checkpoints and of their own timestamped cosignatures. */
    logs: z.strictObject({ trust: VerifierKey, audit: VerifierKey }),
    witnesses: z.array(VerifierKey).max(50),
    /** How many of the witnesses must have cosigned. */
    policy: z.int().min(0).max(50),
  }),
  statement('auditor.grant', z.literal(SECRETARIAT), {
    key: OfficerKey,
    /** Members whose records the auditor may read; null: all. */
    members: z.array(Uuid).max(1000).nullable(),
  }),
  statement('network.policy', z.literal(SECRETARIAT), {
    witnesses: z.array(VerifierKey).max(50),
    policy: z.int().min(0).max(50),
  }),
  statement('secretariat.change', z.literal(SECRETARIAT), {
    admit: z.array(OfficerKey).max(50).refine(distinct((key: OfficerKey) => key.officer)),
    remove: z.array(Uuid).max(50).refine(distinct((officer: string) => officer)),
    /** As it is from now on, changed or not. */
    threshold: z.int().min(1).max(50),
  }),
  statement('release.publish', z.literal(SECRETARIAT), {
    version: text(100),
    /** What clients compare before they run it. */
    files: z.array(z.strictObject({ name: text(200), hash: Hash })).min(1).max(500).refine(distinct((file: { name: string }) => file.name)),
  }),
  statement('member.admit', MemberRoster, {
    /** Directory id of the authority; a member is admitted once per authority. */
    authority: Uuid,
    securityOfficers: z.array(OfficerKey).min(2).max(10).refine(distinct((key: OfficerKey) => key.officer)),
  }),
  statement('officer.admit', MemberRoster, { key: OfficerKey, role: OfficerRole, ends: Ends }),
  statement('officer.remove', MemberRoster, {
    /** Trust log position since which the officer's signatures are not to be believed, if known. */
    compromisedSince: z.int().min(0).nullable(),
  }),
  statement('member.suspend', MemberRoster, {}),
  statement('member.readmit', MemberRoster, {}),
  statement('member.live', MemberRoster, {}),
  statement('member.freeze', MemberRoster, {
    /** SHA-256 of the statement that "was not us", if one is meant. */
    about: Hash.nullable(),
  }),
  statement('member.unfreeze', MemberRoster, {}),
  statement('member.reseat', MemberRoster, {
    /** Security officers who cannot sign any more; at most one other remains. */
    lost: z.array(Uuid).min(1).max(50).refine(distinct((officer: string) => officer)),
    securityOfficers: z.array(OfficerKey).min(1).max(10).refine(distinct((key: OfficerKey) => key.officer)),
  }),
  statement('member.veto', MemberRoster, {
    /** SHA-256 of the statement that waits; the subject is that statement's. */
    statement: Hash,
  }),
  statement('officer.role', MemberRoster, { role: OfficerRole, ends: Ends }),
  statement('officer.rekey', MemberRoster, {
    /** The officer as known before, with another certificate. */
    key: OfficerKey,
    /** Trust log position since which signatures by the certificates before are not to be believed, if known. */
    compromisedSince: z.int().min(0).nullable(),
  }),
  statement('officer.attest', MemberRoster, {}),
  statement('officer.card', MemberRoster, { card: Hash }),
  statement('officer.suspend', MemberRoster, {}),
  statement('officer.reinstate', MemberRoster, {}),
  statement('device.add', Uuid, {
    /** The officer's member; null for the secretariat and the network's auditors. */
    member: Uuid.nullable(),
    /** SHA-256 of the device's description with 32 random bytes. */
    device: Hash,
  }),
  statement('epoch.rotate', MemberRoster, {
    /** The mailbox epoch before this one; null for the first. */
    previous: Uuid.nullable(),
    certificate: Hash,
    /** Exactly all officers who read, each with SHA-256 of their sealed package; sorted by officer. */
    packages: z.array(z.strictObject({ officer: Uuid, package: Hash })).min(1).max(500).refine(distinct((item: { officer: string }) => item.officer)),
  }),
  statement('epoch.confirm', MemberRoster, {}),
  statement('epoch.grant', MemberRoster, { officer: Uuid, package: Hash }),
  statement('log.time', z.literal(LOG_CLOCK), {
    /** An earlier checkpoint of the trust log as a signed note with its timestamped cosignatures. */
    checkpoint: z.string().max(20_000),
  }),
]);
export type Statement = z.infer<typeof Statement>;
export type StatementKind = Statement['kind'];
export type StatementOf<K extends StatementKind> = Extract<Statement, { kind: K }>;
export const STATEMENT_KINDS = Statement.options.map((option) => option.shape.kind.value) as StatementKind[];

/** One OpenPGP v6 signature packet (whole packet with header) by the certificate with this hash. */
export const StatementSignature = z.strictObject({ certificate: Hash, signature: base64UrlOf(1024, 64) });
export type StatementSignature = z.infer<typeof StatementSignature>;

/** What the trust log holds: a statement with its signatures, sorted by certificate, one per certificate. log.time has none: the note inside is signed. */
export const TrustEntry = z.strictObject({
  statement: Statement,
  signatures: z.array(StatementSignature).max(100).refine((list) => list.every((item, i) => i === 0 || list[i - 1]!.certificate < item.certificate), 'sorted by certificate'),
});
export type TrustEntry = z.infer<typeof TrustEntry>;

export function statementBytes(statement: Statement): Bytes {
  return canonicalBytes(statement as Json);
}

/** Leaf data of the trust log. */
export function trustEntryBytes(entry: TrustEntry): Bytes {
  return canonicalBytes(entry as Json);
}

/** An entry as read from its leaf, with the canonical bytes of its statement: what was signed, a view of the leaf. */
export interface ReadTrustEntry {
  readonly entry: TrustEntry;
  readonly statementBytes: Bytes;
}

const AROUND_SIGNATURE = '{"certificate":"","signature":""}'.length;
const AROUND_SIGNATURES = '{"signatures":[],"statement":'.length;

/** Reads leaf data without writing the statement anew; throws as parseTrustEntry. */
export function readTrustEntry(bytes: Uint8Array): ReadTrustEntry {
  const entry = parseTrustEntry(bytes);
  // {"signatures":[…],"statement":{…}}: certificates and signatures are ASCII without escapes, so what they take in letters they take in bytes.
  const between = Math.max(0, entry.signatures.length - 1);
  const begin = entry.signatures.reduce((size, { certificate, signature }) => size + AROUND_SIGNATURE + certificate.length + signature.length, AROUND_SIGNATURES + between);
  return { entry, statementBytes: bytes.subarray(begin, -1) as Bytes };
}

/** Reads leaf data; throws RangeError (not canonical) or ZodError (not an entry). */
export function parseTrustEntry(bytes: Uint8Array): TrustEntry {
  return TrustEntry.parse(parseCanonical(bytes));
}

/** An officer's name and function, for members' eyes only; statements carry SHA-256 of its canonical bytes. */
export const OfficerCard = z.strictObject({
  officer: Uuid,
  name: text(200),
  function: text(200),
  languages: z.array(z.string().regex(/^[a-z]{2,3}$/)).max(20),
  salt: base64UrlOf(32, 32),
});
export type OfficerCard = z.infer<typeof OfficerCard>;

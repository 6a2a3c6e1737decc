// What other features may use of membership.
import type { Bytes, OfficerCard, OfficerRole, Role, TrustEntry } from '#protocol';
import type { Tx } from '../platform/database.ts';

/** Where somebody stands in the network, by the server's own replay of the trust log. */
export interface Standing {
  readonly role: Role;
  readonly member: string | null;
  /** SHA-256 of the exact certificate bytes that the log pins for this officer; null while pending. */
  readonly certificate: string | null;
  /** May send now: the role sends, and the member is neither suspended nor frozen. */
  readonly sends: boolean;
}

/** A member's mailbox as the server's replay sees it. */
export interface Mailbox {
  readonly member: string;
  readonly authority: string;
  /** Current confirmed epoch; null: cannot be written to yet, waits for rotation after a departure, or the member is suspended or frozen. */
  readonly epoch: { readonly id: string; readonly certificate: string; readonly encryptionFingerprint: string } | null;
  readonly readers: number;
}

export abstract class TrustView {
  /** Standing now; role `pending` and no member for anybody the log does not name, removed and suspended officers included. */
  abstract standing(officer: string): Promise<Standing>;
  /** Ids of the devices that an officer named with the certificate in force. */
  abstract devicesOf(officer: string): Promise<readonly string[]>;
  /** As the given transaction sees it: takes a shared lock on the trust log, so that a removal and a send cannot cross. */
  abstract standingIn(tx: Tx, officer: string): Promise<Standing>;
  abstract mailboxIn(tx: Tx, member: string): Promise<Mailbox | null>;
  /** All members, for the directory's "can be written to now". */
  abstract mailboxes(): Promise<readonly Mailbox[]>;
  /** Members whose audit records an auditor was granted; null: all. Empty for everybody else. */
  abstract auditScope(officer: string): Promise<readonly string[] | null>;
  /** Entries of the trust log now. */
  abstract size(): Promise<number>;
  /** SHA-256 of genesis; null while the log is empty. */
  abstract network(): Promise<{ id: string; name: string; demonstration: boolean } | null>;
}

/** An officer as a roster names them. */
export interface RosterOfficer {
  readonly officer: string;
  readonly role: OfficerRole;
  /** SHA-256 of the officer card. */
  readonly card: string;
}

/** A secretariat officer who serves. */
export interface SecretariatOfficer {
  readonly officer: string;
  readonly certificate: string;
  /** Of the ML-KEM subkey, as key packets name it. */
  readonly encryptionFingerprint: string;
}

/** The log's own bytes, for who judges them. */
export abstract class RosterStatements {
  /** Leaf data from an index on. */
  abstract entries(tx: Tx, from: number, limit: number): Promise<readonly Bytes[]>;
  /** Exact bytes by SHA-256; unknown ones are left out. */
  abstract certificates(tx: Tx, hashes: readonly string[]): Promise<ReadonlyMap<string, Bytes>>;
}

/** Whom a notice concerns. */
export abstract class Rosters {
  /** Officers on a member's roster now; empty for a member the log does not know. */
  abstract officersOf(member: string): Promise<readonly RosterOfficer[]>;
  /** The secretariat now. */
  abstract secretariat(): Promise<readonly SecretariatOfficer[]>;
  /** Members about whom the entry at a position said, or brought about, something. */
  abstract changedAt(index: number): Promise<readonly string[]>;
  /** The card of anybody the log knows; null for others. */
  abstract cardOf(officer: string): Promise<string | null>;
  /** The certificate in force for anybody the log knows, suspended or removed ones too; null for others. */
  abstract certificateOf(officer: string): Promise<string | null>;
  /** The entry at a position of the trust log; null if there is none. */
  abstract entryAt(tx: Tx, index: number): Promise<TrustEntry | null>;
}

export abstract class Certificates {
  /** Checks form (libs/openpgp), stores by SHA-256, returns it. Throws Problem('certificate-refused'). Idempotent. */
  abstract put(tx: Tx, bytes: Uint8Array): Promise<string>;
}

export abstract class OfficerCards {
  /** Stores a card before the statement that pins it; SHA-256 of its canonical bytes is returned. */
  abstract put(tx: Tx, card: Uint8Array): Promise<string>;
  /** Cards by SHA-256, whether or not a statement pins them yet; the caller has checked who asks. Unknown and erased ones are left out. */
  abstract read(tx: Tx, hashes: readonly string[]): Promise<ReadonlyMap<string, OfficerCard>>;
}

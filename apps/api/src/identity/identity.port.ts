// What other features may use of identity.
import type { SessionEnd } from '#protocol';
import type { Tx } from '../platform/database.ts';

/** Where notices without content go. */
export interface NoticeAddress {
  readonly account: string;
  readonly officer: string;
  readonly email: string;
}

/** An account, and what its owner was invited for. */
export interface EnrolledAccount {
  readonly officer: string;
  readonly certificate: string;
  /** Whose officer they were to be; null: nobody's, or of a member to come. */
  readonly member: string | null;
  /** Of whose future member they were to be a founder. */
  readonly authority: string | null;
}

export abstract class Accounts {
  /**
   * An officer left: ends their sessions and deletes credentials and wrapped vaults, in the transaction that appends the statement. The account
   * stays, so that records keep their subject. Answers how many sessions ended; 0 for an officer without an account.
   */
  abstract retire(tx: Tx, officer: string): Promise<number>;
  /** A re-issue took effect: what the officer had under other certificates goes, as above. */
  abstract replace(tx: Tx, officer: string, certificate: string): Promise<number>;
  /** A re-issue was vetoed or is void, or nobody admitted who enrolled: what was made for this certificate goes. */
  abstract abandon(tx: Tx, officer: string, certificate: string): Promise<number>;
  /** Something was taken from an officer who may sign in again: ends their sessions, and answers how many there were. */
  abstract endSessions(tx: Tx, officer: string, why: SessionEnd): Promise<number>;
  /** Addresses of those among the officers who gave one; of who was removed, for a week, so that they can be told. */
  abstract noticeAddresses(tx: Tx, officers: readonly string[]): Promise<readonly NoticeAddress[]>;
  /** Where notices to an account go; null: nowhere. */
  abstract addressOf(tx: Tx, account: string): Promise<string | null>;
  /** Clears the addresses of accounts that were retired a week ago, those from before a change a week ago, and changes that nobody confirmed. */
  abstract forgetAddresses(tx: Tx): Promise<void>;
  /** Where an invitation that is still open was to be announced; null if no address was given or it is over. */
  abstract invitationAddress(tx: Tx, invitation: string): Promise<string | null>;
  /** Certificates of those who enrolled as founding security officers of an authority and still have their account. */
  abstract founderCertificates(tx: Tx, authority: string): Promise<readonly string[]>;
  /** Cards of accounts that have a place to come: under none of these certificates, which are all in force. */
  abstract cardsOfPending(tx: Tx, inForce: readonly string[]): Promise<readonly string[]>;
  /** Accounts made before then that are not retired, oldest first. */
  abstract enrolledBefore(tx: Tx, before: Date): Promise<readonly EnrolledAccount[]>;
  /** Of these officers, those who were invited by a member or for one of its seats, with the member. */
  abstract invitedBy(tx: Tx, officers: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** The officer of an account; null if there is none. */
  abstract officerOf(tx: Tx, account: string): Promise<string | null>;
}

/** A change of the address for notices. */
export interface AddressToTell {
  readonly account: string;
  readonly officer: string;
  /** Where the mail about it goes: the new address with the code, then the one from before without. */
  readonly address: string;
  /** Eight digits, until the change is made. */
  readonly code: string | null;
}

export abstract class AddressChanges {
  /** Whom to write to about a change; null: nobody, it is over. In the scope `system`. */
  abstract toTell(tx: Tx, change: string): Promise<AddressToTell | null>;
  /** The change that an account has yet to confirm. */
  abstract open(tx: Tx, account: string): Promise<{ readonly id: string; readonly address: string; readonly expires: Date } | null>;
}

/** Of sessions that something is open for, those that are over. */
export abstract class SessionEnds {
  /** Looks at the database now. */
  abstract among(sessions: readonly string[]): Promise<readonly { readonly session: string; readonly why: SessionEnd }[]>;
}

/** What one act of somebody unknown costs, and how much may be spent ahead: seconds. */
export interface AnonymousRate {
  readonly cost: number;
  readonly ahead: number;
}

/** How hard nobody in particular pushes. */
export abstract class AnonymousLimits {
  /** Counts one more request of the caller's address block, as signing in does. Throws Problem('too-many-requests'). */
  abstract push(): Promise<void>;
  /** Counts one more act of a kind that costs the hub something, against a rate of its own. Throws Problem('too-many-requests'). */
  abstract spend(what: string, rate: AnonymousRate): Promise<void>;
}

/** The secret in DATA_DIR/keys/bootstrap-token, good for inviting the founding secretariat while the trust log is empty. */
export abstract class BootstrapToken {
  /** Compares in constant time. */
  abstract matches(given: string): boolean;
}

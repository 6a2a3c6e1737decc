// What other features may use of identity.
import type { SessionEnd } from '#protocol';
import type { Tx } from '../platform/database.ts';

/** Where notices without content go. */
export interface NoticeAddress {
  readonly account: string;
  readonly officer: string;
  readonly email: string;
}

export abstract class Accounts {
  /**
   * An officer left: ends their sessions and deletes credentials and wrapped vaults, in the transaction that appends the statement. The account
   * stays, so that records keep their subject. Answers how many sessions ended; 0 for an officer without an account.
   */
  abstract retire(tx: Tx, officer: string): Promise<number>;
  /** A re-issue took effect: what the officer had under other certificates goes, as above. */
  abstract replace(tx: Tx, officer: string, certificate: string): Promise<number>;
  /** A re-issue was vetoed or is void: what was made for this certificate goes. */
  abstract abandon(tx: Tx, officer: string, certificate: string): Promise<number>;
  /** Something was taken from an officer who may sign in again: ends their sessions, and answers how many there were. */
  abstract endSessions(tx: Tx, officer: string, why: SessionEnd): Promise<number>;
  /** Addresses of those among the officers who gave one. */
  abstract noticeAddresses(tx: Tx, officers: readonly string[]): Promise<readonly NoticeAddress[]>;
  /** Where an invitation that is still open was to be announced; null if no address was given or it is over. */
  abstract invitationAddress(tx: Tx, invitation: string): Promise<string | null>;
  /** The officer of an account; null if there is none. */
  abstract officerOf(tx: Tx, account: string): Promise<string | null>;
}

/** Of sessions that something is open for, those that are over. */
export abstract class SessionEnds {
  /** Looks at the database now. */
  abstract among(sessions: readonly string[]): Promise<readonly { readonly session: string; readonly why: SessionEnd }[]>;
}

/** The secret in DATA_DIR/keys/bootstrap-token, good for inviting the founding secretariat while the trust log is empty. */
export abstract class BootstrapToken {
  /** Compares in constant time. */
  abstract matches(given: string): boolean;
}

// What other features may use of identity.
import type { Tx } from '../platform/database.ts';

/** Where notices without content go. */
export interface NoticeAddress {
  readonly account: string;
  readonly officer: string;
  readonly email: string;
}

export abstract class Accounts {
  /**
   * An officer left or lost the right to sign in: ends their sessions and deletes credentials and wrapped vaults, in the transaction that
   * appends the statement. The account stays, so that records keep their subject. Does nothing for an officer without an account.
   */
  abstract retire(tx: Tx, officer: string): Promise<void>;
  /** An officer was suspended: ends their sessions. They may sign in again, and stand nowhere until it is lifted. */
  abstract endSessions(tx: Tx, officer: string): Promise<void>;
  /** Addresses of those among the officers who gave one. */
  abstract noticeAddresses(tx: Tx, officers: readonly string[]): Promise<readonly NoticeAddress[]>;
  /** Where an invitation that is still open was to be announced; null if no address was given or it is over. */
  abstract invitationAddress(tx: Tx, invitation: string): Promise<string | null>;
  /** The officer of an account; null if there is none. */
  abstract officerOf(tx: Tx, account: string): Promise<string | null>;
}

/** The secret in DATA_DIR/keys/bootstrap-token, good for inviting the founding secretariat while the trust log is empty. */
export abstract class BootstrapToken {
  /** Compares in constant time. */
  abstract matches(given: string): boolean;
}

// What other features may use of the directory.
import type { Tx } from '../platform/database.ts';

export interface AuthorityReference {
  readonly id: string;
  /** The name shown where there is room for one. */
  readonly name: string;
  /** ISO 3166-1 alpha-2. */
  readonly state: string;
}

export abstract class Authorities {
  /** Those of the ids that are in the directory, by their public names. */
  abstract find(tx: Tx, ids: readonly string[]): Promise<readonly AuthorityReference[]>;
}

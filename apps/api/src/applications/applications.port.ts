// What other features may use of applications.
import type { StatementOf, UnLanguage } from '#protocol';
import type { Tx } from '../platform/database.ts';

export abstract class Admissions {
  /**
   * Asked whenever an admission of a member is proposed or signed. Where the authority has applied, its newest application must be open, with
   * the checklist complete and exactly these founders' identity proved: Problem('checklist-incomplete') otherwise. The application then refers to
   * the proposal. An authority that never applied (a founding member, a paper procedure) is the signers' own responsibility.
   */
  abstract proposed(tx: Tx, statement: StatementOf<'member.admit'>, proposal: string): Promise<void>;
  /** The admission is in the trust log, in this transaction. */
  abstract admitted(tx: Tx, statement: StatementOf<'member.admit'>): Promise<void>;
  /** Of these authorities, those whose application is open. */
  abstract applying(tx: Tx, authorities: readonly string[]): Promise<ReadonlySet<string>>;
}

export abstract class Applicants {
  /** Where an applicant wants to hear that something changed; null: nowhere. */
  abstract addressOf(tx: Tx, application: string): Promise<{ readonly email: string; readonly language: UnLanguage } | null>;
}

// Effects outside the database are asked for by a row in the very transaction that decides them.
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { canonicalText, type Json } from '#protocol';
import type { Tx } from './database.ts';

/** What can be asked for. Payloads carry ids only, never content. */
export interface OutboxTopics {
  /** A member has a message waiting. */
  'message.waiting': { message: string; thread: string; members: string[] };
  /** A statement about a member or officer was appended. */
  'statement.appended': { index: number };
  /** A member's mailbox keys wait to be renewed, and none of its clients has been here. */
  'keys.overdue': { member: string };
  /** Attestations of a member's officers are due soon or overdue. */
  'attestation.due': { member: string };
  /** Something happened to an account that its owner should hear of. */
  'account.notice': { account: string; notice: 'new-sign-in' | 'credential-added' | 'credential-removed' };
  /** Somebody wants their notices at another address: it gets a code. */
  'address.asked': { change: string };
  /** It was done: the new address and the one from before are told. */
  'address.changed': { change: string; account: string };
  /** The state of an application changed: its applicant hears that it did. */
  'application.changed': { application: string };
  /** An application waits for the secretariat: it came in, or nobody acted for long. */
  'application.waits': { application: string };
  /** An invitation is ready to be sent. */
  'invitation.made': { invitation: string };
  /** A proposal for the directory waits for the secretariat, or was decided. `member`: whose it is; null: the secretariat's own, of this officer. */
  'directory.proposal': { proposal: string; moved: 'waiting' | 'returned' | 'applied'; member: string | null; officer: string };
  /** An entry has to be confirmed, or was not in time. */
  'directory.reminder': { authority: string; member: string; step: 'month-before' | 'week-before' | 'day' | 'overdue' | 'escalated' };
  /** A step of an import into the directory waits to be done. */
  'directory.import': { import: string; step: 'check' | 'run' | 'undo' };
}
export type OutboxTopic = keyof OutboxTopics;

@Injectable()
export class Outbox {
  /** Asks for an effect; it happens at least once after commit, and not at all after rollback. */
  async put<T extends OutboxTopic>(tx: Tx, topic: T, payload: OutboxTopics[T]): Promise<void> {
    await tx.query('INSERT INTO outbox (id, topic, payload) VALUES ($1, $2, $3)', [randomUUID(), topic, canonicalText(payload as Json)]);
  }
}

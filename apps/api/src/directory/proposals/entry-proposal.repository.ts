// Proposals for entries and what happened to each, as far as the caller may see them (row-level security).
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuthorityContent, type ContentPart, type EntryProposalEvent, type EntryProposalState } from '#protocol';
import type { Tx } from '../../platform/database.ts';

export interface StoredEntryProposal {
  readonly id: string;
  readonly authority: string;
  readonly member: string | null;
  readonly proposedBy: string;
  readonly created: string;
  readonly moved: string;
  readonly state: EntryProposalState;
  readonly revision: number;
  readonly baseVersion: number;
  readonly content: AuthorityContent;
  readonly parts: (ContentPart | 'entry')[];
  readonly approvalsNeeded: number;
  readonly source: string | null;
  readonly note: string | null;
  readonly version: number | null;
  readonly events: EntryProposalEvent[];
}

/** What a revision says. */
export type Revision = Pick<StoredEntryProposal, 'baseVersion' | 'content' | 'parts' | 'approvalsNeeded' | 'source' | 'note'>;

/** Where a page of the list ended. */
export interface ProposalCursor {
  readonly moved: string;
  readonly id: string;
}

const TIME = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const COLUMNS = `p.id, p.authority, p.member, p.proposed_by AS "proposedBy", ${TIME('p.created')} AS created, ${TIME('p.moved')} AS moved, p.state, p.revision, p.base_version AS "baseVersion",
  p.content, p.parts, p.approvals_needed AS "approvalsNeeded", p.source, p.note, p.version,
  (SELECT json_agg(json_build_object('at', ${TIME('e.at')}, 'officer', e.officer, 'side', e.side, 'act', e.act, 'revision', e.revision, 'reason', e.reason) ORDER BY e.at, e.id) FROM entry_proposal_event e WHERE e.proposal = p.id) AS events`;

@Injectable()
export class EntryProposalRepository {
  async add(tx: Tx, id: string, authority: string, member: string | null, officer: string, now: Date, { baseVersion, content, parts, approvalsNeeded, source, note }: Revision): Promise<void> {
    await tx.query(
      `INSERT INTO entry_proposal (id, authority, member, proposed_by, created, moved, base_version, content, parts, approvals_needed, source, note) VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, $10, $11)`,
      [id, authority, member, officer, now, baseVersion, JSON.stringify(content), parts, approvalsNeeded, source, note],
    );
  }

  /** The proposal in another revision, waiting again. */
  async change(tx: Tx, id: string, now: Date, { baseVersion, content, parts, approvalsNeeded, source, note }: Revision): Promise<void> {
    await tx.query(
      `UPDATE entry_proposal SET state = 'waiting', revision = revision + 1, moved = $2, base_version = $3, content = $4, parts = $5, approvals_needed = $6, source = $7, note = $8 WHERE id = $1`,
      [id, now, baseVersion, JSON.stringify(content), parts, approvalsNeeded, source, note],
    );
  }

  async move(tx: Tx, id: string, now: Date, state: EntryProposalState, version: number | null = null): Promise<void> {
    await tx.query('UPDATE entry_proposal SET state = $2, moved = $3, version = $4 WHERE id = $1', [id, state, now, version]);
  }

  async note(tx: Tx, id: string, { at, officer, side, act, revision, reason }: Omit<EntryProposalEvent, 'at'> & { at: Date }): Promise<void> {
    await tx.query('INSERT INTO entry_proposal_event (id, proposal, at, officer, side, act, revision, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)', [randomUUID(), id, at, officer, side, act, revision, reason]);
  }

  /** `hold`: until the transaction ends nobody else decides about it. */
  async find(tx: Tx, id: string, hold = false): Promise<StoredEntryProposal | null> {
    if (hold) await tx.query('SELECT 1 FROM entry_proposal WHERE id = $1 FOR UPDATE', [id]);
    const [row] = await tx.query<StoredEntryProposal>(`SELECT ${COLUMNS} FROM entry_proposal p WHERE p.id = $1`, [id]);
    return row === undefined ? null : { ...row, content: AuthorityContent.parse(row.content) };
  }

  /** Those that moved last first. */
  async list(tx: Tx, { state, authority, limit }: { state?: EntryProposalState | undefined; authority?: string | undefined; limit: number }, after: ProposalCursor | null): Promise<StoredEntryProposal[]> {
    return tx.query<StoredEntryProposal>(
      `SELECT ${COLUMNS} FROM entry_proposal p
       WHERE ($1::text IS NULL OR p.state = $1) AND ($2::uuid IS NULL OR p.authority = $2) AND ($3::timestamptz IS NULL OR (date_trunc('milliseconds', p.moved), p.id) < ($3, $4::uuid))
       ORDER BY date_trunc('milliseconds', p.moved) DESC, p.id DESC LIMIT $5`,
      [state ?? null, authority ?? null, after?.moved ?? null, after?.id ?? null, limit],
    );
  }

  /** How many of a member's, or (null) of the secretariat's, are not decided. */
  async countOpen(tx: Tx, member: string | null): Promise<number> {
    const [row] = await tx.query<{ count: number }>(`SELECT count(*)::int AS count FROM entry_proposal WHERE member IS NOT DISTINCT FROM $1 AND state IN ('waiting', 'returned')`, [member]);
    return row!.count;
  }
}

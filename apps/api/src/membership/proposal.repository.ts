// Proposals and the signatures gathered so far.
import { Injectable } from '@nestjs/common';
import { admittedBy, fromBase64Url, parseCanonical, Statement, statementBytes, toBase64Url, type Bytes, type StatementSignature } from '#protocol';
import type { Tx } from '../platform/database.ts';
import { memberOfStatement } from './statement-contents.ts';

export interface StoredProposal {
  readonly id: string;
  readonly statement: Statement;
  readonly signatures: readonly StatementSignature[];
  readonly state: 'waiting' | 'appended' | 'void' | 'withdrawn';
  readonly index: number | null;
  readonly proposedBy: string;
  readonly created: Date;
}

interface Row {
  id: string;
  statement: Bytes;
  signatures: { certificate: string; signature: string }[];
  state: StoredProposal['state'];
  index: string | null;
  proposedBy: string;
  created: Date;
}

const SELECT = `
  SELECT p.id, p.statement, p.state, p.index, p.proposed_by AS "proposedBy", p.created,
    coalesce((SELECT jsonb_agg(jsonb_build_object('certificate', encode(s.certificate, 'hex'), 'signature', encode(s.signature, 'hex')) ORDER BY s.certificate)
      FROM proposal_signature s WHERE s.proposal = p.id), '[]') AS signatures
  FROM proposal p`;

/** Proposals in one answer of the list. */
const LISTED = 200;

@Injectable()
export class ProposalRepository {
  async add(tx: Tx, id: string, statement: Statement, proposedBy: string, created: Date): Promise<void> {
    await tx.query(
      'INSERT INTO proposal (id, statement, kind, roster, member, involved, proposed_by, created, expires) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
      [id, Buffer.from(statementBytes(statement)), statement.kind, statement.roster, memberOfStatement(statement), admittedBy(statement).map(({ officer }) => officer), proposedBy, created, statement.expires],
    );
  }

  async find(tx: Tx, id: string): Promise<StoredProposal | null> {
    const [row] = await tx.query<Row>(`${SELECT} WHERE p.id = $1`, [id]);
    return row === undefined ? null : proposalOf(row);
  }

  /** Those the caller may see by row-level security, newest first; void ones only the caller's own of the last seven days. */
  async list(tx: Tx, state: 'waiting' | 'void' | 'all', now: Date): Promise<StoredProposal[]> {
    const rows = await tx.query<Row>(
      `${SELECT} WHERE $1 = 'all' OR (p.state = $1 AND (p.state = 'waiting' OR (p.proposed_by = caller_officer() AND p.created > $2::timestamptz - interval '7 days')))
       ORDER BY p.created DESC, p.id LIMIT ${LISTED}`,
      [state, now],
    );
    return rows.map(proposalOf);
  }

  /** Statements of all that wait. In the scope `system`. */
  async waiting(tx: Tx): Promise<Statement[]> {
    const rows = await tx.query<{ statement: Bytes }>("SELECT statement FROM proposal WHERE state = 'waiting'");
    return rows.map(({ statement }) => Statement.parse(parseCanonical(statement)));
  }

  async addSignature(tx: Tx, id: string, { certificate, signature }: StatementSignature): Promise<void> {
    await tx.query("INSERT INTO proposal_signature (proposal, certificate, signature) VALUES ($1, decode($2, 'hex'), $3) ON CONFLICT DO NOTHING", [
      id, certificate, Buffer.from(fromBase64Url(signature)),
    ]);
  }

  async appended(tx: Tx, id: string, index: number): Promise<void> {
    await tx.query("UPDATE proposal SET state = 'appended', index = $2 WHERE id = $1", [id, index]);
  }

  async withdraw(tx: Tx, id: string): Promise<void> {
    await tx.query("UPDATE proposal SET state = 'withdrawn' WHERE id = $1 AND state = 'waiting'", [id]);
  }

  /** Whatever else waits on a roster that moved on names a stale head. */
  async voidRoster(tx: Tx, roster: string): Promise<void> {
    await tx.query("UPDATE proposal SET state = 'void' WHERE roster = $1 AND state = 'waiting'", [roster]);
  }

  async voidExpired(tx: Tx, now: Date): Promise<void> {
    await tx.query("UPDATE proposal SET state = 'void' WHERE expires < $1 AND state = 'waiting'", [now]);
  }

  /** How many were proposed since, for this member or (null) the secretariat. */
  async countSince(tx: Tx, member: string | null, since: Date): Promise<number> {
    const [row] = await tx.query<{ count: string }>('SELECT count(*) FROM proposal WHERE member IS NOT DISTINCT FROM $1 AND created >= $2', [member, since]);
    return Number(row?.count ?? 0);
  }
}

function proposalOf({ id, statement, signatures, state, index, proposedBy, created }: Row): StoredProposal {
  return {
    id,
    statement: Statement.parse(parseCanonical(statement)),
    signatures: signatures.map(({ certificate, signature }) => ({ certificate, signature: toBase64Url(Buffer.from(signature, 'hex')) })),
    state,
    index: index === null ? null : Number(index),
    proposedBy,
    created,
  };
}

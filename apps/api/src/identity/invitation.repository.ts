import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { InvitationPurpose, OfficerRole } from '#protocol';
import { Clock } from '../platform/clock.ts';
import type { Tx } from '../platform/database.ts';

/** An invitation is good for a week. */
const LIFETIME_MS = 7 * 24 * 3600 * 1000;
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export interface Invitation {
  readonly id: string;
  readonly purpose: InvitationPurpose;
  readonly authority: string | null;
  readonly member: string | null;
  readonly role: OfficerRole | null;
  readonly note: string;
  readonly email: string | null;
  readonly invited_by: string | null;
  readonly officer: string;
  readonly sign_in_name: string;
  readonly created: Date;
  readonly expires: Date;
  readonly used: Date | null;
  readonly withdrawn: Date | null;
}
/** `officer`: whose keys are made anew; absent: somebody new. */
export type InvitationRequest = Pick<Invitation, 'purpose' | 'authority' | 'member' | 'role' | 'note' | 'email' | 'invited_by'> & Partial<Pick<Invitation, 'officer'>>;

export interface Enrolled extends Pick<Invitation, 'purpose' | 'authority' | 'member' | 'role' | 'invited_by' | 'officer'> {
  readonly certificate: string;
  readonly card_hash: string;
  readonly enrolled: Date;
}

const COLUMNS = 'id, purpose, authority, member, role, note, email, invited_by, officer, sign_in_name, created, expires, used, withdrawn';

function hashOf(token: string): Buffer {
  return createHash('sha256').update(Buffer.from(token, 'base64url')).digest();
}

/** 40 random bits, as XXXX-XXXX: not secret, and tells nothing of its bearer. */
function newSignInName(): string {
  const letters = Array.from({ length: 8 }, () => CROCKFORD[randomInt(32)]).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

@Injectable()
export class InvitationRepository {
  constructor(private readonly clock: Clock) {}

  /** The token is returned here and kept nowhere. Officer id and sign-in name are fixed now, so that enrolling twice by one token cannot make two officers. */
  async make(tx: Tx, request: InvitationRequest): Promise<{ id: string; token: string; expires: Date }> {
    const id = randomUUID();
    const token = randomBytes(32).toString('base64url');
    const now = this.clock.now();
    const expires = new Date(now.getTime() + LIFETIME_MS);
    await tx.query(
      `INSERT INTO invitation (id, token_hash, purpose, authority, member, role, note, email, invited_by, officer, sign_in_name, created, expires)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [id, hashOf(token), request.purpose, request.authority, request.member, request.role, request.note, request.email, request.invited_by, request.officer ?? randomUUID(), newSignInName(), now, expires],
    );
    return { id, token, expires };
  }

  /** An invitation that may be used now, locked until the transaction ends; null: unknown, used, withdrawn or expired. */
  async openByToken(tx: Tx, token: string): Promise<Invitation | null> {
    const [row] = await tx.query<Invitation>(`SELECT ${COLUMNS} FROM invitation WHERE token_hash = $1 AND used IS NULL AND withdrawn IS NULL AND expires > $2 FOR UPDATE`, [
      hashOf(token), this.clock.now(),
    ]);
    return row ?? null;
  }

  async markUsed(tx: Tx, id: string): Promise<void> {
    await tx.query('UPDATE invitation SET used = $2 WHERE id = $1', [id, this.clock.now()]);
  }

  /** False: not there for the caller, or used, or withdrawn before. */
  async withdraw(tx: Tx, id: string): Promise<boolean> {
    return (await tx.query('UPDATE invitation SET withdrawn = $2 WHERE id = $1 AND used IS NULL AND withdrawn IS NULL RETURNING id', [id, this.clock.now()])).length > 0;
  }

  /** Those that row-level security shows the caller, newest first. */
  async list(tx: Tx): Promise<Invitation[]> {
    return tx.query<Invitation>(`SELECT ${COLUMNS} FROM invitation ORDER BY created DESC, id LIMIT 1000`);
  }

  /** Enrolled by an invitation that the caller may see, and not retired; oldest first. `purpose`: only these. */
  async enrolled(tx: Tx, purpose: InvitationPurpose | null): Promise<Enrolled[]> {
    return tx.query<Enrolled>(
      `SELECT i.purpose, i.authority, i.member, i.role, i.invited_by, a.officer, a.certificate, a.card_hash, a.created AS enrolled
       FROM invitation i JOIN account a ON a.invitation = i.id
       WHERE a.retired IS NULL AND ($1::text IS NULL OR i.purpose = $1) ORDER BY a.created, a.officer`,
      [purpose],
    );
  }

  /** What the account's owner was invited for. */
  async purposeOf(tx: Tx, account: string): Promise<InvitationPurpose | null> {
    const [row] = await tx.query<{ purpose: InvitationPurpose }>('SELECT i.purpose FROM invitation i JOIN account a ON a.invitation = i.id WHERE a.id = $1', [account]);
    return row?.purpose ?? null;
  }
}

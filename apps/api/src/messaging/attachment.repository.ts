// Uploads and attachments: which sealed parts exist, and whose they are. The bytes are in the blob store.
import { Injectable } from '@nestjs/common';
import type { AttachmentStatus, StoredPart } from '#protocol';
import type { Tx } from '../platform/database.ts';

interface AttachmentRow {
  id: string;
  officer: string;
  parts: number;
  message: string | null;
  expires: Date | null;
}

export interface Upload {
  readonly id: string;
  readonly officer: string;
  readonly parts: number;
  readonly message: string | null;
  readonly expires: Date | null;
}

@Injectable()
export class AttachmentRepository {
  /** False: the id is taken (perhaps by the same upload, begun before). */
  async begin(tx: Tx, upload: { id: string; member: string; officer: string; parts: number; expires: Date }): Promise<boolean> {
    const [begun] = await tx.query(
      'WITH begun AS (INSERT INTO attachment (id, member, officer, parts, expires) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING RETURNING id) SELECT id FROM begun',
      [upload.id, upload.member, upload.officer, upload.parts, upload.expires],
    );
    return begun !== undefined;
  }

  /** Uploads of an officer that no message has taken. */
  async openUploads(tx: Tx, officer: string): Promise<number> {
    const [row] = await tx.query<{ uploads: number }>('SELECT count(*)::int AS uploads FROM attachment WHERE officer = $1 AND expires IS NOT NULL', [officer]);
    return row?.uploads ?? 0;
  }

  /** `held`: no message takes it, and it does not expire, until the transaction ends. */
  async find(tx: Tx, id: string, held = false): Promise<Upload | null> {
    const [row] = await tx.query<AttachmentRow>(`SELECT id, officer, parts, message, expires FROM attachment WHERE id = $1${held ? ' FOR UPDATE' : ''}`, [id]);
    return row ?? null;
  }

  async parts(tx: Tx, id: string): Promise<StoredPart[]> {
    return tx.query<{ part: number; bytes: number; hash: string }>(
      "SELECT part, bytes, encode(hash, 'hex') AS hash FROM attachment_part WHERE attachment = $1 ORDER BY part",
      [id],
    );
  }

  async part(tx: Tx, id: string, part: number): Promise<StoredPart | null> {
    const [row] = await tx.query<{ part: number; bytes: number; hash: string }>(
      "SELECT part, bytes, encode(hash, 'hex') AS hash FROM attachment_part WHERE attachment = $1 AND part = $2",
      [id, part],
    );
    return row ?? null;
  }

  async putPart(tx: Tx, id: string, { part, bytes, hash }: StoredPart): Promise<void> {
    await tx.query(
      `INSERT INTO attachment_part (attachment, part, bytes, hash) VALUES ($1, $2, $3, decode($4, 'hex'))
       ON CONFLICT (attachment, part) DO UPDATE SET bytes = excluded.bytes, hash = excluded.hash`,
      [id, part, bytes, hash],
    );
  }

  /** Uploads past their time. Once past it, no message can take them. */
  async expired(tx: Tx, limit: number): Promise<string[]> {
    const rows = await tx.query<{ id: string }>('SELECT id FROM attachment WHERE expires < now() ORDER BY expires LIMIT $1', [limit]);
    return rows.map(({ id }) => id);
  }

  async delete(tx: Tx, ids: readonly string[]): Promise<void> {
    await tx.query('DELETE FROM attachment WHERE id = ANY ($1) AND expires < now()', [ids]);
  }
}

export function statusOf({ id, parts, message, expires }: Upload, stored: StoredPart[]): AttachmentStatus {
  return { id, parts, stored, message, expires: expires?.toISOString() ?? null };
}

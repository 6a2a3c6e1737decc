// Texts sealed to officers of the secretariat, with a key packet for each who can open them.
import { Injectable } from '@nestjs/common';
import type { LetterKey } from '#protocol';
import { Clock } from '../platform/clock.ts';
import type { Tx } from '../platform/database.ts';

export interface SealedLetter {
  readonly id: string;
  readonly body: Uint8Array;
  /** For the officer who asks; null: not wrapped for them. */
  readonly packet: Uint8Array | null;
}

const bytesOf = (text: string) => Buffer.from(text, 'base64url');

@Injectable()
export class LetterRepository {
  constructor(private readonly clock: Clock) {}

  /** False: the id names another letter already. */
  async add(tx: Tx, application: string, { id, body, keys }: { id: string; body: string; keys: readonly LetterKey[] }): Promise<boolean> {
    const added = await tx.query('INSERT INTO letter (id, application, body, created) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING id', [id, application, bytesOf(body), this.clock.now()]);
    if (added.length === 0) return false;
    for (const { certificate, packet } of keys) await this.addKey(tx, id, certificate, packet);
    return true;
  }

  async body(tx: Tx, id: string): Promise<Uint8Array | null> {
    return (await tx.query<{ body: Uint8Array }>('SELECT body FROM letter WHERE id = $1', [id]))[0]?.body ?? null;
  }

  async remove(tx: Tx, id: string): Promise<void> {
    await tx.query('DELETE FROM letter WHERE id = $1', [id]);
  }

  async read(tx: Tx, ids: readonly string[], certificate: string): Promise<ReadonlyMap<string, SealedLetter>> {
    const rows = await tx.query<SealedLetter>(
      `SELECT l.id, l.body, k.packet FROM letter l LEFT JOIN letter_key k ON k.letter = l.id AND k.certificate = decode($2, 'hex') WHERE l.id = ANY ($1::uuid[])`,
      [ids, certificate],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Letters that one certificate opens and another does not, oldest first. */
  async lacking(tx: Tx, mine: string, theirs: string, limit: number): Promise<SealedLetter[]> {
    return tx.query<SealedLetter>(
      `SELECT l.id, l.body, k.packet FROM letter l JOIN letter_key k ON k.letter = l.id AND k.certificate = decode($1, 'hex')
       WHERE NOT EXISTS (SELECT FROM letter_key other WHERE other.letter = l.id AND other.certificate = decode($2, 'hex')) ORDER BY l.created, l.id LIMIT $3`,
      [mine, theirs, limit],
    );
  }

  /** The first packet for a certificate stays. False: there is no such letter, or it had one. */
  async addKey(tx: Tx, letter: string, certificate: string, packet: string): Promise<boolean> {
    const added = await tx.query(
      `INSERT INTO letter_key (letter, certificate, packet) SELECT id, decode($2, 'hex'), $3 FROM letter WHERE id = $1 ON CONFLICT DO NOTHING RETURNING letter`,
      [letter, certificate, bytesOf(packet)],
    );
    return added.length > 0;
  }
}

// Officer cards: names and functions, for the network's eyes only. Statements pin SHA-256 of a card, so erasing one leaves the log whole.
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { OfficerCard, parseCanonical, Problem, type Bytes } from '#protocol';
import type { Tx } from '../platform/database.ts';
import { OfficerCards } from './membership.port.ts';

@Injectable()
export class OfficerCardRepository extends OfficerCards {
  /** `bytes`: canonical, as a statement pins them. Throws Problem('bad-request'). */
  async put(tx: Tx, bytes: Uint8Array): Promise<string> {
    const card = readCard(bytes);
    if (card === null) throw new Problem('bad-request', { fields: [{ path: 'card', reason: 'not the canonical form of an officer card' }] });
    const hash = createHash('sha256').update(bytes).digest('hex');
    await tx.query("INSERT INTO officer_card (hash, officer, card) VALUES (decode($1, 'hex'), $2, $3) ON CONFLICT DO NOTHING", [hash, card.officer, Buffer.from(bytes)]);
    return hash;
  }

  async countOf(tx: Tx, officer: string): Promise<number> {
    const [row] = await tx.query<{ count: string }>('SELECT count(*) FROM officer_card WHERE officer = $1', [officer]);
    return Number(row?.count ?? 0);
  }

  /** Notes of each card whether it is among these; one that was is from now on unneeded, and one that is again no longer. In the scope `system`. */
  async markUnneeded(tx: Tx, needed: readonly string[], now: Date): Promise<void> {
    await tx.query(
      `WITH needed AS (SELECT DISTINCT decode(hash, 'hex') AS hash FROM unnest($1::text[]) AS given (hash))
       UPDATE officer_card c SET unneeded = CASE WHEN n.hash IS NULL THEN $2::timestamptz END
       FROM officer_card d LEFT JOIN needed n ON n.hash = d.hash WHERE d.hash = c.hash AND (n.hash IS NULL) = (c.unneeded IS NULL)`,
      [needed, now],
    );
  }

  /** Erases those that nobody has needed since then. In the scope `system`. */
  async eraseUnneeded(tx: Tx, since: Date): Promise<{ hash: string; officer: string }[]> {
    return tx.query("DELETE FROM officer_card WHERE unneeded <= $1 RETURNING encode(hash, 'hex') AS hash, officer", [since]);
  }

  async read(tx: Tx, hashes: readonly string[]): Promise<ReadonlyMap<string, OfficerCard>> {
    const rows = await tx.query<{ hash: string; card: Bytes }>(
      "SELECT encode(hash, 'hex') AS hash, card FROM officer_card WHERE hash IN (SELECT decode(unnest($1::text[]), 'hex'))",
      [hashes],
    );
    return new Map(rows.flatMap(({ hash, card }) => {
      const read = readCard(card);
      return read === null ? [] : [[hash, read] as const];
    }));
  }
}

function readCard(bytes: Uint8Array): OfficerCard | null {
  try {
    return OfficerCard.safeParse(parseCanonical(bytes)).data ?? null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

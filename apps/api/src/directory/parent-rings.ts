import { Problem } from '#protocol';
import type { Tx } from '../platform/database.ts';
import { PUBLIC_NAME } from './directory.repository.ts';

export interface ParentLink {
  readonly authority: string;
  /** The entry that it stands below, or is to. */
  readonly parent: string;
}

// From each parent upwards, until there is none, or the entry itself is met, or a ring that was there before comes round.
const RING = `
  WITH RECURSIVE above AS (
    SELECT l.authority AS start, l.parent AS id, ARRAY[l.authority, l.parent] AS path FROM jsonb_to_recordset($1) AS l (authority uuid, parent uuid)
    UNION ALL
    SELECT below.start, p.parent, below.path || p.parent FROM above below JOIN authority_parent p ON p.authority = below.id WHERE below.id <> below.start AND p.parent IS NOT NULL
  ) CYCLE start, id SET again USING trail,
  ring AS (SELECT path FROM above WHERE id = start ORDER BY cardinality(path), path LIMIT 1)
  SELECT a.id, (${PUBLIC_NAME}) AS name FROM ring, unnest(ring.path[2:]) WITH ORDINALITY AS a (id, place) ORDER BY a.place`;

/**
 * Throws Problem('parent-ring') when one of these links makes an entry stand below itself, over whatever number of others. The ring is in
 * `fields`, each entry (`path`: its id, `reason`: its public name) below the next one and the last below the first.
 */
export async function refuseRings(tx: Tx, links: readonly ParentLink[]): Promise<void> {
  if (links.length === 0) return;
  const ring = await tx.query<{ id: string; name: string | null }>(RING, [JSON.stringify(links)]);
  if (ring.length > 0) throw new Problem('parent-ring', { fields: ring.map(({ id, name }) => ({ path: id, reason: name ?? id })) });
}

// Proofs over both logs for whoever asks, made from tiles.
import { Injectable } from '@nestjs/common';
import { auditRoutes, Problem, toHex, type AuditAnchor, type Bytes } from '#protocol';
import { consistencyProof, inclusionProof, tiledHashReader, type LogName, type TileReader } from '#transparency-log';
import { requireAccess } from '../platform/access-guard.ts';
import { Clock } from '../platform/clock.ts';
import { Database, type Tx } from '../platform/database.ts';
import { currentContext } from '../platform/request-context.ts';
import { LogHeads, type EntryProofs } from './audit.port.ts';
import { readCheckpoint } from './log/checkpoint-store.ts';
import { leafHashes } from './log/leaf-source.ts';
import { storedTiles } from './log/tile-store.ts';

@Injectable()
export class ProveEntries extends LogHeads implements EntryProofs {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  async checkpoint(log: LogName): Promise<string> {
    const newest = await this.database.transaction((tx) => readCheckpoint(tx, log), 'system');
    if (!newest) throw new Problem('unavailable', { retryAfter: 1 });
    return newest.note;
  }

  async vkey(log: LogName): Promise<string> {
    const [row] = await this.database.transaction((tx) => tx.query<{ vkey: string }>('SELECT vkey FROM log_key WHERE log = $1', [log]), 'system');
    if (!row) throw new Problem('unavailable', { retryAfter: 1 });
    return `${row.vkey}\n`;
  }

  /** Problem('not-found') for a leaf or a tree that is not there (yet). */
  inclusion(log: LogName, index: number, size: number): Promise<{ leaf: string; proof: string[] }> {
    return this.database.transaction(async (tx) => {
      await requireTree(tx, log, size);
      if (index >= size) throw new Problem('not-found');
      const [leaf] = await leafHashes(tx, log, index, index + 1);
      return { leaf: toHex(leaf!), proof: hexes(await inclusionProof(index, size, tiledHashReader(size, storedTiles(tx, log)))) };
    }, 'system');
  }

  consistency(log: LogName, from: number, to: number): Promise<{ proof: string[] }> {
    return this.database.transaction(async (tx) => {
      await requireTree(tx, log, to);
      if (from > to) throw new Problem('not-found');
      return { proof: hexes(await consistencyProof(from, to, tiledHashReader(to, storedTiles(tx, log)))) };
    }, 'system');
  }

  /** Where audit entries stand, proved up to the tree of `size`; null for what is not in that tree, or unknown. */
  async anchors(entries: readonly string[], size: number): Promise<{ items: { entry: string; anchor: AuditAnchor | null }[] }> {
    requireAccess(auditRoutes.auditAnchors.access, currentContext().principal, this.clock.now());
    return { items: await this.anchorsOf(entries, size) };
  }

  async anchor(entry: string, size: number): Promise<AuditAnchor | null> {
    return (await this.anchorsOf([entry], size))[0]!.anchor;
  }

  private anchorsOf(entries: readonly string[], size: number): Promise<{ entry: string; anchor: AuditAnchor | null }[]> {
    return this.database.transaction(async (tx) => {
      await requireTree(tx, 'audit', size);
      const rows = await tx.query<{ entry: string; index: string }>('SELECT entry, index FROM audit_leaf WHERE entry = ANY ($1::uuid[]) AND index < $2', [entries, size]);
      const places = new Map(rows.map(({ entry, index }) => [entry, Number(index)]));
      const tiles = storedTiles(tx, 'audit');
      const items: { entry: string; anchor: AuditAnchor | null }[] = [];
      for (const entry of entries) {
        const index = places.get(entry);
        items.push({ entry, anchor: index === undefined ? null : await anchorOf(tx, tiles, index, size) });
      }
      return items;
    }, 'system');
  }
}

async function anchorOf(tx: Tx, tiles: TileReader, index: number, size: number): Promise<AuditAnchor | null> {
  const checkpoint = await readCheckpoint(tx, 'audit', index);
  // Sizes that clients have verified are sizes of checkpoints, so the first one that holds the leaf is no larger.
  if (!checkpoint || checkpoint.size > size) return null;
  return {
    index,
    checkpoint: checkpoint.note,
    inclusion: hexes(await inclusionProof(index, checkpoint.size, tiledHashReader(checkpoint.size, tiles))),
    consistency: hexes(await consistencyProof(checkpoint.size, size, tiledHashReader(size, tiles))),
  };
}

async function requireTree(tx: Tx, log: LogName, size: number): Promise<void> {
  const newest = await readCheckpoint(tx, log);
  if (!newest || size > newest.size) throw new Problem('not-found');
}

function hexes(hashes: readonly Bytes[]): string[] {
  return hashes.map(toHex);
}

// An epoch's secret, sealed to one officer each. Kept under the hash that a statement pins; given to that officer only.
import { Injectable } from '@nestjs/common';
import type { Bytes } from '#protocol';
import type { Tx } from '../platform/database.ts';

export interface PackageToStore {
  readonly epoch: string;
  readonly officer: string;
  /** SHA-256, hexadecimal. */
  readonly hash: string;
  readonly sealed: Bytes;
}

@Injectable()
export class EpochPackageRepository {
  async put(tx: Tx, packages: readonly PackageToStore[]): Promise<void> {
    for (const { epoch, officer, hash, sealed } of packages) {
      await tx.query("INSERT INTO epoch_package (epoch, officer, hash, sealed) VALUES ($1, $2, decode($3, 'hex'), $4) ON CONFLICT DO NOTHING", [epoch, officer, hash, Buffer.from(sealed)]);
    }
  }

  async read(tx: Tx, epoch: string, officer: string, hash: string): Promise<Bytes | null> {
    const [row] = await tx.query<{ sealed: Bytes }>("SELECT sealed FROM epoch_package WHERE epoch = $1 AND officer = $2 AND hash = decode($3, 'hex')", [epoch, officer, hash]);
    return row?.sealed ?? null;
  }
}

import { Injectable } from '@nestjs/common';
import { fromBase64Url, toBase64Url, type WrappedVault } from '#protocol';
import type { Tx } from '../platform/database.ts';

interface VaultRow {
  credential: string;
  network: string | null;
  version: number;
  nonce: Buffer;
  ciphertext: Buffer;
}

@Injectable()
export class VaultRepository {
  async find(tx: Tx, account: string, credential: string): Promise<WrappedVault | null> {
    const [row] = await tx.query<VaultRow>('SELECT credential, network, version, nonce, ciphertext FROM vault WHERE credential = $1 AND account = $2', [credential, account]);
    return row ? { ...row, nonce: toBase64Url(row.nonce), ciphertext: toBase64Url(row.ciphertext) } : null;
  }

  async insert(tx: Tx, account: string, vault: WrappedVault): Promise<void> {
    await tx.query('INSERT INTO vault (credential, account, network, version, nonce, ciphertext) VALUES ($1, $2, $3, $4, $5, $6)', [
      vault.credential, account, vault.network, vault.version, fromBase64Url(vault.nonce), fromBase64Url(vault.ciphertext),
    ]);
  }

  /** Puts the next version in place; false unless it is exactly the next. Two at once: one wins. */
  async replace(tx: Tx, account: string, vault: WrappedVault): Promise<boolean> {
    const changed = await tx.query(
      'UPDATE vault SET network = $3, version = $4, nonce = $5, ciphertext = $6 WHERE credential = $1 AND account = $2 AND version = $4 - 1 RETURNING version',
      [vault.credential, account, vault.network, vault.version, fromBase64Url(vault.nonce), fromBase64Url(vault.ciphertext)],
    );
    return changed.length > 0;
  }
}

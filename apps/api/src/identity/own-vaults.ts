import { Injectable } from '@nestjs/common';
import { identityRoutes, Problem, type WrappedVault } from '#protocol';
import { AuditLog } from '../audit/audit.port.ts';
import { TrustView } from '../membership/membership.port.ts';
import { Database } from '../platform/database.ts';
import { requireCaller } from './caller.ts';
import { VaultRepository } from './vault.repository.ts';

/** The wrapped secrets of one's own credentials. */
@Injectable()
export class OwnVaults {
  constructor(
    private readonly database: Database,
    private readonly vaults: VaultRepository,
    private readonly trust: TrustView,
    private readonly audit: AuditLog,
  ) {}

  async read(credential: string): Promise<WrappedVault> {
    const caller = requireCaller(identityRoutes.vault);
    const vault = await this.database.transaction(async (tx) => {
      const found = await this.vaults.find(tx, caller.account, credential);
      await this.audit.record(tx, { action: 'vault.read', object: { kind: 'account', id: caller.account }, details: { credential }, ...(found ? {} : { refused: 'not-found' }) });
      return found;
    });
    if (!vault) throw new Problem('not-found');
    return vault;
  }

  /** The next version only: an old vault cannot come back, and of two devices that replace it at once, one is told (`conflict`). */
  async replace(credential: string, vault: WrappedVault): Promise<void> {
    const caller = requireCaller(identityRoutes.replaceVault);
    if (vault.credential !== credential) throw new Problem('bad-request', { fields: [{ path: 'body.credential', reason: 'is not the credential in the address' }] });
    await this.trust.network().then((network) => requireNetwork(vault, network));
    const refused = await this.database.transaction(async (tx) => {
      const known = await this.vaults.find(tx, caller.account, credential);
      const reason = !known ? 'not-found' : (await this.vaults.replace(tx, caller.account, vault)) ? null : 'conflict';
      await this.audit.record(tx, { action: 'vault.replace', object: { kind: 'account', id: caller.account }, details: { credential, version: vault.version }, ...(reason ? { refused: reason } : {}) });
      return reason;
    });
    if (refused) throw new Problem(refused);
  }
}

/** A vault is bound to the network that this hub serves, or to none while there is none. Throws Problem('bad-request'). */
export function requireNetwork(vault: WrappedVault, network: { id: string } | null): void {
  if (vault.network !== (network?.id ?? null)) throw new Problem('bad-request', { fields: [{ path: 'body.vault.network', reason: 'is not this network' }] });
}

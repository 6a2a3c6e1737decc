import { Injectable } from '@nestjs/common';
import { identityRoutes, type NewCredential, type WrappedVault } from '#protocol';
import { TrustView } from '../membership/membership.port.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { AccountRepository } from './account.repository.ts';
import { requireCaller } from './caller.ts';
import type { Credential } from './credential.repository.ts';
import { requireNetwork } from './own-vaults.ts';
import { StoreCredential } from './store-credential.ts';

/** Completes the adding of a way to sign in. */
@Injectable()
export class AddCredential {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly trust: TrustView,
    private readonly accounts: AccountRepository,
    private readonly credentials: StoreCredential,
  ) {}

  /** Only for an offer to this very session. */
  async execute({ credential, vault }: { credential: NewCredential; vault: WrappedVault }): Promise<Credential> {
    const caller = requireCaller(identityRoutes.addCredential, this.clock.now());
    requireNetwork(vault, await this.trust.network());
    return this.database.transaction(async (tx) => {
      const owner = await this.accounts.ownerOf(tx, caller.account, caller.session);
      return this.credentials.store(tx, { ...owner, account: caller.account, session: caller.session }, credential, vault);
    }, 'system');
  }
}

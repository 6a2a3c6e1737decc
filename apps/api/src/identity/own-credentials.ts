import { Injectable } from '@nestjs/common';
import { identityRoutes, Problem } from '#protocol';
import { AuditLog } from '../audit/audit.port.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { Outbox } from '../platform/outbox.ts';
import { AccountRepository } from './account.repository.ts';
import { requireCaller } from './caller.ts';
import { CredentialRepository, type Credential } from './credential.repository.ts';
import { CredentialOffers } from './new-credential.ts';
import { SessionRepository } from './session.repository.ts';

@Injectable()
export class ListCredentials {
  constructor(
    private readonly database: Database,
    private readonly credentials: CredentialRepository,
    private readonly sessions: SessionRepository,
  ) {}

  async execute(): Promise<{ credential: Credential; current: boolean }[]> {
    const caller = requireCaller(identityRoutes.credentials);
    return this.database.transaction(async (tx) => {
      const session = await this.sessions.find(tx, caller.session);
      return (await this.credentials.list(tx, caller.account)).map((credential) => ({ credential, current: credential.id === session?.credential }));
    });
  }
}

/** Begins adding a way to sign in. */
@Injectable()
export class OfferCredential {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly accounts: AccountRepository,
    private readonly credentials: CredentialRepository,
    private readonly offers: CredentialOffers,
  ) {}

  async passphrase(request: string) {
    const caller = requireCaller(identityRoutes.offerPassphrase, this.clock.now());
    return this.database.transaction(async (tx) => this.offers.passphrase(tx, await this.accounts.ownerOf(tx, caller.account, caller.session), request), 'system');
  }

  async passkey() {
    const caller = requireCaller(identityRoutes.offerPasskey, this.clock.now());
    return this.database.transaction(async (tx) => {
      const existing = await this.credentials.passkeysOf(tx, caller.account);
      return this.offers.passkey(tx, await this.accounts.ownerOf(tx, caller.account, caller.session), existing);
    }, 'system');
  }
}

@Injectable()
export class RemoveCredential {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly credentials: CredentialRepository,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
  ) {}

  /** Its vault and sessions go with it. The last one stays (`conflict`): nobody locks themselves out by mistake. */
  async execute(id: string): Promise<void> {
    const caller = requireCaller(identityRoutes.removeCredential, this.clock.now());
    const refused = await this.database.transaction(async (tx) => {
      const all = await this.credentials.lockAll(tx, caller.account);
      const reason = !all.some((credential) => credential.id === id) ? 'not-found' : all.length === 1 ? 'conflict' : null;
      await this.audit.record(tx, { action: 'credential.remove', object: { kind: 'account', id: caller.account }, details: { credential: id }, ...(reason ? { refused: reason } : {}) });
      if (!reason) {
        await this.credentials.delete(tx, caller.account, id);
        await this.outbox.put(tx, 'account.notice', { account: caller.account, notice: 'credential-removed' });
      }
      return reason;
    });
    if (refused) throw new Problem(refused);
  }
}

import { Injectable } from '@nestjs/common';
import { Problem, type NewCredential, type WrappedVault } from '#protocol';
import { AuditLog } from '../audit/audit.port.ts';
import { Clock } from '../platform/clock.ts';
import { sqlState, type Tx } from '../platform/database.ts';
import { Outbox } from '../platform/outbox.ts';
import { CredentialRepository, type Credential, type Verifier } from './credential.repository.ts';
import { NewCredentials, type CredentialOwner } from './new-credential.ts';
import { VaultRepository } from './vault.repository.ts';

/** `session`: the one that asks, which goes on when its own credential is replaced; null at enrolment. */
export interface StoringOwner extends CredentialOwner {
  readonly account: string;
  readonly session: string | null;
}

@Injectable()
export class CredentialRecords {
  constructor(
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
  ) {}

  /** At enrolment nobody is signed in yet: the entry names the officer that comes to be. */
  async added(tx: Tx, { id, account, method }: Credential, owner: StoringOwner): Promise<void> {
    const actor = owner.session === null ? { actor: { officer: owner.officer, member: null } } : {};
    await this.audit.record(tx, { action: 'credential.add', object: { kind: 'account', id: account }, details: { credential: id, method }, ...actor });
    if (owner.session !== null) await this.outbox.put(tx, 'account.notice', { account, notice: 'credential-added' });
  }
}

/** Puts a credential and its vault in place, for a new account and for an existing one alike. */
@Injectable()
export class StoreCredential {
  constructor(
    private readonly checks: NewCredentials,
    private readonly credentials: CredentialRepository,
    private readonly vaults: VaultRepository,
    private readonly records: CredentialRecords,
    private readonly clock: Clock,
  ) {}

  /** A new passphrase takes the old one's place. Throws as NewCredentials.check, and Problem('conflict') when the passkey is somebody's already. */
  async store(tx: Tx, owner: StoringOwner, given: NewCredential, vault: WrappedVault): Promise<Credential> {
    const { id, verifier } = await this.checks.check(tx, owner, given, vault);
    const credential: Credential = { id, account: owner.account, method: given.method, label: given.label, created: this.clock.now(), last_used: null };
    await this.credentials.lockAll(tx, owner.account);
    const replaced = given.method === 'passphrase' ? await this.credentials.passphraseOf(tx, owner.account) : null;
    await this.insert(tx, credential, verifier);
    if (replaced) await this.credentials.takePlace(tx, replaced.id, credential, owner.session);
    await this.vaults.insert(tx, owner.account, vault);
    await this.records.added(tx, credential, owner);
    return credential;
  }

  private async insert(tx: Tx, credential: Credential, verifier: Verifier): Promise<void> {
    try {
      await this.credentials.insert(tx, credential, verifier);
    } catch (error) {
      if (sqlState(error) === '23505') throw new Problem('conflict');
      throw error;
    }
  }
}

import { Injectable } from '@nestjs/common';
import type { AddressChange } from '#protocol';
import { Accounts, AddressChanges } from '../identity/identity.port.ts';
import { Database } from '../platform/database.ts';
import { NoticeRepository } from './notice.repository.ts';

/** Where an account's mail goes, and where it is to go. */
@Injectable()
export class OwnAddress {
  constructor(
    private readonly database: Database,
    private readonly notices: NoticeRepository,
    private readonly accounts: Accounts,
    private readonly changes: AddressChanges,
  ) {}

  /** The mail with a code is on no account's list: it is looked up by the change, which is this account's, past row-level security. */
  of(account: string): Promise<{ address: string | null; changing: AddressChange | null }> {
    return this.database.transaction(async (tx) => {
      const address = await this.accounts.addressOf(tx, account);
      const change = await this.changes.open(tx, account);
      if (change === null) return { address, changing: null };
      const mail = await this.notices.lastTo(tx, change.id);
      const state = mail?.state === 'sent' || mail?.state === 'refused' ? mail.state : 'waiting';
      return { address, changing: { address: change.address, expires: change.expires.toISOString(), state, reply: mail?.reply ?? null } };
    }, 'system');
  }
}

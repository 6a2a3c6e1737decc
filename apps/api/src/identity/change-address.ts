// An officer's own address for notices. It counts once a code that went there came back.
import { Inject, Injectable } from '@nestjs/common';
import { noticesRoutes, Problem, type ProblemCode } from '#protocol';
import { AuditLog } from '../audit/audit.port.ts';
import { Clock } from '../platform/clock.ts';
import { CONFIG, type Config } from '../platform/config.ts';
import { Database } from '../platform/database.ts';
import { Outbox } from '../platform/outbox.ts';
import { AccountRepository } from './account.repository.ts';
import { AddressChangeRepository } from './address-change.repository.ts';
import { requireCaller } from './caller.ts';
import { CODE_MAILS, CODES, Pressure } from './pressure.ts';

/** The change, its record in the audit log, and the mail that it calls for, in one transaction. */
@Injectable()
export class AddressRecords {
  constructor(
    readonly changes: AddressChangeRepository,
    readonly accounts: AccountRepository,
    readonly audit: AuditLog,
    readonly outbox: Outbox,
  ) {}
}

@Injectable()
export class AskAddress {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly pressure: Pressure,
    private readonly records: AddressRecords,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Mails a code to the address, whoever else has it. Throws Problem('method-not-allowed') where no mail server is configured,
   * Problem('already-done') for the present one, Problem('too-many-requests').
   */
  async execute(address: string): Promise<void> {
    const caller = requireCaller(noticesRoutes.askAddress, this.clock.now());
    if (this.config.smtpUrl === null) throw new Problem('method-not-allowed');
    await this.pressure.push(this.pressure.key('address-mails', caller.account), CODE_MAILS);
    const { changes, accounts, audit, outbox } = this.records;
    await this.database.transaction(async (tx) => {
      if ((await accounts.addressOf(tx, caller.account)) === address) throw new Problem('already-done');
      const change = await changes.begin(tx, caller.account, address);
      await audit.record(tx, { action: 'address.ask', object: { kind: 'account', id: caller.account }, details: { change } });
      await outbox.put(tx, 'address.asked', { change });
    });
  }
}

@Injectable()
export class ConfirmAddress {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly pressure: Pressure,
    private readonly records: AddressRecords,
  ) {}

  /**
   * Only who holds the session and verified themself can guess, and the wait is theirs: nothing but this is closed to them meanwhile. Refusals
   * are committed, then thrown: Problem('gone') without an open change, Problem('code-refused'), Problem('too-many-requests').
   */
  async execute(code: string): Promise<void> {
    const caller = requireCaller(noticesRoutes.confirmAddress, this.clock.now());
    const { changes, accounts, audit, outbox } = this.records;
    const guesses = this.pressure.key('address-codes', caller.account);
    const refused = await this.database.transaction(async (tx): Promise<{ code: ProblemCode; retryAfter?: number } | null> => {
      const change = await changes.hold(tx, caller.account);
      const record = { action: 'address.change', object: { kind: 'account', id: caller.account }, details: { change: change?.id ?? null } } as const;
      const refuse = async (reason: ProblemCode) => {
        await audit.record(tx, { ...record, refused: reason });
        return { code: reason };
      };
      if (change === null) return refuse('gone');
      const wait = await this.pressure.count(tx, guesses, CODES);
      if (wait !== null) return { ...(await refuse('too-many-requests')), retryAfter: wait };
      if (!change.isCode(code)) {
        await changes.miss(tx, change.id);
        return refuse('code-refused');
      }
      await changes.confirm(tx, change.id, await accounts.addressOf(tx, caller.account));
      await accounts.setAddress(tx, caller.account, change.address);
      await this.pressure.relieve(tx, guesses);
      await audit.record(tx, record);
      await outbox.put(tx, 'address.changed', { change: change.id, account: caller.account });
      return null;
    });
    if (refused) throw new Problem(refused.code, refused.retryAfter === undefined ? {} : { retryAfter: refused.retryAfter });
  }
}

@Injectable()
export class WithdrawAddress {
  constructor(
    private readonly database: Database,
    private readonly records: AddressRecords,
  ) {}

  /** Problem('not-found') when none is open. */
  async execute(): Promise<void> {
    const caller = requireCaller(noticesRoutes.withdrawAddress);
    await this.database.transaction(async (tx) => {
      const change = await this.records.changes.withdraw(tx, caller.account);
      if (change === null) throw new Problem('not-found');
      await this.records.audit.record(tx, { action: 'address.withdraw', object: { kind: 'account', id: caller.account }, details: { change } });
    });
  }
}

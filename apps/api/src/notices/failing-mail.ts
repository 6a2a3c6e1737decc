import { Injectable } from '@nestjs/common';
import { Accounts } from '../identity/identity.port.ts';
import { Rosters } from '../membership/membership.port.ts';
import { Database } from '../platform/database.ts';
import { NoticeRepository, type FailingRow } from './notice.repository.ts';

/** Whom of a member mail does not reach. Looks past row-level security, and gives out no notice and no address. */
@Injectable()
export class FailingMail {
  constructor(
    private readonly database: Database,
    private readonly notices: NoticeRepository,
    private readonly accounts: Accounts,
    private readonly rosters: Rosters,
  ) {}

  async ofMember(member: string): Promise<(FailingRow & { readonly officer: string })[]> {
    const officers = (await this.rosters.officersOf(member)).map(({ officer }) => officer);
    return this.database.transaction(async (tx) => {
      const officerOf = new Map((await this.accounts.noticeAddresses(tx, officers)).map(({ account, officer }) => [account, officer]));
      const rows = await this.notices.failing(tx, [...officerOf.keys()]);
      return rows.map((row) => ({ ...row, officer: officerOf.get(row.account)! }));
    }, 'system');
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { noticesRoutes, type MailTrouble, type OwnNotice, type RouteAnswer } from '#protocol';
import { requireAccess } from '../platform/access-guard.ts';
import { Clock } from '../platform/clock.ts';
import { CONFIG, type Config } from '../platform/config.ts';
import { Database } from '../platform/database.ts';
import { currentContext } from '../platform/request-context.ts';
import { NoticeRepository, type FailingRow, type NoticeRow } from './notice.repository.ts';
import { OwnAddress } from './own-address.ts';
import { writeNotice } from './write-notice.ts';

/** The caller's own notices and what became of them. */
@Injectable()
export class OwnNotices {
  constructor(
    private readonly database: Database,
    private readonly notices: NoticeRepository,
    private readonly address: OwnAddress,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async execute(limit: number, before: string | undefined): Promise<RouteAnswer<typeof noticesRoutes.own>> {
    const { principal } = currentContext();
    requireAccess(noticesRoutes.own.access, principal, this.clock.now());
    const own = await this.address.of(principal.account);
    return this.database.transaction(async (tx) => {
      const rows = await this.notices.own(tx, limit, before);
      const [failing] = await this.notices.failing(tx, [principal.account]);
      const items = rows.slice(0, limit).map((row) => this.view(row));
      return {
        mailed: this.config.smtpUrl !== null,
        ...own,
        trouble: failing === undefined ? null : troubleOf(failing),
        items,
        next: rows.length > limit ? items.at(-1)!.id : null,
      };
    });
  }

  private view({ id, kind, state, reply, language, subject, body, created }: NoticeRow): OwnNotice {
    // What was mailed is not kept: it says the same to everybody.
    const written = subject !== null && body !== null ? { subject, text: body } : writeNotice(kind, language, this.config.publicUrl.href);
    return { id, kind, state: state === 'spooled' ? 'kept' : state, reply, language: language ?? 'mul', ...written, created: created.toISOString() };
  }
}

export function troubleOf({ since, notices, reply }: FailingRow): MailTrouble {
  return { since: since.toISOString(), notices, reply };
}

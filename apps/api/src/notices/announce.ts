import { Inject, Injectable } from '@nestjs/common';
import type { NoticeKind } from '#protocol';
import { Accounts } from '../identity/identity.port.ts';
import { CONFIG, type Config } from '../platform/config.ts';
import { Database, type Tx } from '../platform/database.ts';
import type { Announcement, Recipient } from './notice-recipients.ts';
import { NoticeRepository, type NoticeKey } from './notice.repository.ts';
import { PreferenceRepository } from './preference.repository.ts';
import { SendMail } from './send-mail.ts';
import { writeNotice } from './write-notice.ts';

/** Somebody should act within hours. */
const URGENT: ReadonlySet<NoticeKind> = new Set(['member-stopped', 'reissue-announced']);

/**
 * One notice for each recipient of an outbox row, however often this runs. With a mail server: exactly one mail, except when this process
 * dies, or the database is lost, after the server took the mail and before that was noted; then it goes again, under the same Message-ID.
 * SMTP has no way to ask whether a mail was taken.
 */
@Injectable()
export class Announce {
  constructor(
    private readonly database: Database,
    private readonly notices: NoticeRepository,
    private readonly mail: SendMail,
    private readonly accounts: Accounts,
    private readonly preferences: PreferenceRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Throws when one of the mails could not be sent yet; those that went do not go again. */
  async execute(outbox: string, whom: (tx: Tx) => Promise<readonly Announcement[]>): Promise<void> {
    const announcements = await this.database.transaction(async (tx) => {
      const made = await this.preferences.heeded(tx, await whom(tx));
      for (const { kind, recipients } of made) {
        for (const { id, account, language } of recipients) await this.notices.add(tx, { outbox, recipient: id, account, kind, language });
      }
      await this.notices.forgetOld(tx);
      await this.accounts.forgetAddresses(tx);
      return made;
    }, 'system');
    const failures: unknown[] = [];
    for (const { kind, recipients } of announcements) {
      for (const recipient of recipients) await this.one({ outbox, recipient: recipient.id }, kind, recipient).catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }

  /** The row is locked while the mail is on its way: two workers that run the same task do not both send. */
  private async one(key: NoticeKey, kind: Announcement['kind'], { email, language, code }: Recipient): Promise<void> {
    const text = writeNotice(kind, language, this.config.publicUrl.href, code);
    await this.database.transaction(async (tx) => {
      const hold = await this.notices.hold(tx, key);
      if (hold === 'settled') return;
      if (hold === 'busy') throw new Error('another process is sending this notice');
      if (!this.mail.configured) return this.notices.spool(tx, key, text);
      const { refused } = await this.mail.execute(`${key.outbox}.${key.recipient}`, email, text, { language, urgent: URGENT.has(kind) });
      await this.notices.settle(tx, key, refused);
    }, 'system');
  }
}

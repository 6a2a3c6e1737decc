import { Injectable } from '@nestjs/common';
import { noticesRoutes, type NoticePreferences } from '#protocol';
import { AuditLog } from '../audit/audit.port.ts';
import { requireAccess } from '../platform/access-guard.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { currentContext } from '../platform/request-context.ts';
import { PreferenceRepository } from './preference.repository.ts';

/** Which mails the caller wants, and in which language. Runs as the caller. */
@Injectable()
export class ChooseNotices {
  constructor(
    private readonly database: Database,
    private readonly preferences: PreferenceRepository,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async read(): Promise<NoticePreferences> {
    const { principal } = currentContext();
    requireAccess(noticesRoutes.preferences.access, principal, this.clock.now());
    return this.database.transaction((tx) => this.preferences.of(tx, principal.account));
  }

  async choose(preferences: NoticePreferences): Promise<NoticePreferences> {
    const { principal } = currentContext();
    requireAccess(noticesRoutes.prefer.access, principal, this.clock.now());
    await this.database.transaction(async (tx) => {
      await this.preferences.put(tx, principal.account, preferences);
      await this.audit.record(tx, { action: 'notices.prefer', object: { kind: 'account', id: principal.account }, details: { language: preferences.language, unwanted: [...preferences.unwanted] } });
    });
    return preferences;
  }
}

import { Module, type DynamicModule } from '@nestjs/common';
import { ApplicationsModule } from './applications/applications.module.ts';
import { AuditModule, AuditViewerModule } from './audit/audit.module.ts';
import { ReminderModule } from './directory/confirmation/reminder.module.ts';
import { DirectoryModule } from './directory/directory.module.ts';
import { DirectoryImportModule } from './directory/import/import.module.ts';
import { DirectorySnapshotModule } from './directory/snapshot/snapshot.module.ts';
import { IdentityModule } from './identity/identity.module.ts';
import { LiveModule } from './live/live.module.ts';
import { MembershipModule } from './membership/membership.module.ts';
import { MessagingModule } from './messaging/messaging.module.ts';
import { NoticesModule } from './notices/notices.module.ts';
import { PlatformModule } from './platform/platform.module.ts';
import { QueueModule } from './platform/queue-module.ts';
import type { Config } from './platform/config.ts';

/** Which of the two entrances: background processors and the sequencer run in `worker` only. */
export type Entrance = 'http' | 'worker';

@Module({})
export class AppModule {
  static forRoot(config: Config, entrance: Entrance): DynamicModule {
    const queue = entrance === 'worker' ? [QueueModule.forRoot(config), ReminderModule] : [];
    const viewer = entrance === 'http' ? [AuditViewerModule, LiveModule] : [];
    return {
      module: AppModule,
      imports: [
        PlatformModule.forRoot(config), ...queue, AuditModule.forRoot(entrance), ApplicationsModule.forRoot(entrance), MembershipModule.forRoot(entrance), IdentityModule, ...viewer,
        DirectoryModule, DirectoryImportModule.forRoot(entrance), DirectorySnapshotModule.forRoot(entrance), MessagingModule.forRoot(entrance), NoticesModule.forRoot(entrance),
      ],
    };
  }
}

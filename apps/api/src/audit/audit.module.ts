import { Module, type DynamicModule } from '@nestjs/common';
import { RefusalListener } from '../platform/problem-filter.ts';
import { AuditController } from './audit.controller.ts';
import { AuditLog, EntryProofs, LogHeads } from './audit.port.ts';
import { LogController } from './log.controller.ts';
import { ProveEntries } from './prove-entries.ts';
import { RecordAct } from './record-act.ts';
import { RecordRefusals } from './record-refusals.ts';
import { RunSequencer } from './run-sequencer.ts';
import { ViewEntries } from './view-entries.ts';

/** Global: every feature records its acts. The sequencer runs in the worker only. */
@Module({})
export class AuditModule {
  static forRoot(entrance: 'http' | 'worker'): DynamicModule {
    const http = entrance === 'http';
    return {
      module: AuditModule,
      global: true,
      controllers: http ? [LogController] : [],
      providers: [
        RecordAct,
        ProveEntries,
        { provide: AuditLog, useExisting: RecordAct },
        { provide: LogHeads, useExisting: ProveEntries },
        { provide: EntryProofs, useExisting: ProveEntries },
        ...(http ? [RecordRefusals, { provide: RefusalListener, useExisting: RecordRefusals }] : [RunSequencer]),
      ],
      exports: [AuditLog, EntryProofs, LogHeads, ProveEntries],
    };
  }
}

/** What signed-in people see of the audit log. Apart, because it asks membership (TrustView), which in turn records its acts. HTTP only. */
@Module({ controllers: [AuditController], providers: [ViewEntries] })
export class AuditViewerModule {}

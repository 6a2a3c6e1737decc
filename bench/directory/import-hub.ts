// The import's use cases and its worker in this process, as one secretariat officer, without HTTP.
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import type { ImportSummary } from '#protocol';
import { ROOT } from '../../scripts/places.ts';

/** As built (tsc -b): decorated classes do not run from their sources. */
const built = async <T>(path: string): Promise<T> => (await import(join(ROOT, 'dist', 'apps', 'api', 'src', path))) as T;
const { AuditModule } = await built<typeof import('../../apps/api/src/audit/audit.module.ts')>('audit/audit.module.js');
const { AskStep } = await built<typeof import('../../apps/api/src/directory/import/ask-step.ts')>('directory/import/ask-step.js');
const { DirectoryImportModule } = await built<typeof import('../../apps/api/src/directory/import/import.module.ts')>('directory/import/import.module.js');
const { ShowImports } = await built<typeof import('../../apps/api/src/directory/import/show-imports.ts')>('directory/import/show-imports.js');
const { UploadImport } = await built<typeof import('../../apps/api/src/directory/import/upload-import.ts')>('directory/import/upload-import.js');
const { TrustView } = await built<typeof import('../../apps/api/src/membership/membership.port.ts')>('membership/membership.port.js');
const { readConfig } = await built<typeof import('../../apps/api/src/platform/config.ts')>('platform/config.js');
const { PlatformModule } = await built<typeof import('../../apps/api/src/platform/platform.module.ts')>('platform/platform.module.js');
const { QueueModule } = await built<typeof import('../../apps/api/src/platform/queue-module.ts')>('platform/queue-module.js');
const { runInContext } = await built<typeof import('../../apps/api/src/platform/request-context.ts')>('platform/request-context.js');

class Root {}
/** A network without members. */
class NoMembers {}
const noMembers = { module: NoMembers, global: true, providers: [{ provide: TrustView, useValue: { mailboxes: async () => [] } }], exports: [TrustView] };

export async function openImportHub(url: string, folder: string) {
  const config = readConfig({ DATABASE_URL: url, LOG_LEVEL: 'silent', DATA_DIR: folder });
  const modules = (entrance: 'http' | 'worker') => [PlatformModule.forRoot(config), AuditModule.forRoot('http'), noMembers, DirectoryImportModule.forRoot(entrance)];
  const app = await NestFactory.createApplicationContext({ module: Root, imports: modules('http') }, { logger: false });
  const worker = await NestFactory.createApplicationContext({ module: Root, imports: [QueueModule.forRoot(config), ...modules('worker')] }, { logger: false });
  const principal = { account: randomUUID(), officer: randomUUID(), member: null, role: 'secretariat' as const, session: randomUUID(), verifiedAt: new Date(Date.now() + 3_600_000) };
  const asOfficer = <T>(work: () => Promise<T>) => runInContext({ correlation: randomUUID(), address: null, principal }, work);
  return {
    upload: (id: string, name: string, bytes: Uint8Array) => asOfficer(() => app.get(UploadImport).execute(id, name, bytes)),
    step: async (id: string, step: 'check' | 'run' | 'undo'): Promise<ImportSummary> => {
      await asOfficer(() => app.get(AskStep).execute(id, step));
      for (;;) {
        const now = await asOfficer(() => app.get(ShowImports).summary(id));
        if (!['checking', 'running', 'undoing'].includes(now.stage)) {
          if (now.failure) throw new Error(now.failure);
          return now;
        }
        await delay(50);
      }
    },
    close: async () => {
      await worker.close();
      await app.close();
    },
  };
}

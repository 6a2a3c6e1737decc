// The directory's HTTP application in the test's own process, on a database of its own, with people whom a header names.
import { Module, type DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Client } from 'pg';
import { AuditModule } from '../../apps/api/src/audit/audit.module.ts';
import { createHttpApp } from '../../apps/api/src/create-app.ts';
import { DirectoryModule } from '../../apps/api/src/directory/directory.module.ts';
import { readConfig } from '../../apps/api/src/platform/config.ts';
import { PlatformModule } from '../../apps/api/src/platform/platform.module.ts';
import { createDatabase } from './database.ts';
import { PeopleModule, type Person } from './people.ts';

@Module({})
class DirectoryOnly {}

export interface DirectoryApp {
  readonly app: NestFastifyApplication;
  readonly owner: Client;
  close(): Promise<void>;
}

/** `members`: member → its authority, read from the database once there is one. `more`: further modules. */
export async function openDirectoryApp(people: readonly Person[], members: (owner: Client) => Promise<ReadonlyMap<string, string>> = async () => new Map(), more: readonly DynamicModule[] = []): Promise<DirectoryApp> {
  const database = await createDatabase();
  const owner = new Client({ connectionString: database.url });
  await owner.connect();
  const config = readConfig({ DATABASE_URL: database.url, LOG_LEVEL: 'silent' });
  const app = await createHttpApp(config, {
    module: DirectoryOnly,
    imports: [PlatformModule.forRoot(config), AuditModule.forRoot('http'), DirectoryModule, ...more, PeopleModule.of(people, await members(owner))],
  });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return {
    app, owner,
    close: async () => {
      await app.close();
      await owner.end();
      await database.drop();
    },
  };
}

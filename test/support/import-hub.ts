// The import of the directory for tests: its routes over HTTP as one secretariat officer among others, and, if wanted, its worker beside them.
import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { directoryImportRoutes as routes, ImportPreview, ImportSummary, uuidV7, type ImportSettings, type RowFilter } from '#protocol';
import { AuditModule } from '../../apps/api/src/audit/audit.module.ts';
import { createHttpApp } from '../../apps/api/src/create-app.ts';
import { DirectoryModule } from '../../apps/api/src/directory/directory.module.ts';
import { DirectoryImportModule } from '../../apps/api/src/directory/import/import.module.ts';
import { readConfig } from '../../apps/api/src/platform/config.ts';
import { PlatformModule } from '../../apps/api/src/platform/platform.module.ts';
import { QueueModule } from '../../apps/api/src/platform/queue-module.ts';
import { CALLER_HEADER, PeopleModule, type Person } from './people.ts';

@Module({})
class HttpOnly {}
@Module({})
class WorkerOnly {}

const BUSY: ReadonlySet<string> = new Set(['checking', 'running', 'undoing']);

export interface Answer {
  readonly status: number;
  readonly text: string;
  json<T>(): T;
}

export type ImportHub = Awaited<ReturnType<typeof openImportHub>>;

/** `people`: who a header may say that one is; the first one is asked for where nobody is named. */
export async function openImportHub(url: string, people: readonly [Person, ...Person[]], { worker: withWorker }: { worker: boolean }) {
  const config = readConfig({ DATABASE_URL: url, LOG_LEVEL: 'silent' });
  const app = await createHttpApp(config, {
    module: HttpOnly, imports: [PlatformModule.forRoot(config), AuditModule.forRoot('http'), DirectoryModule, DirectoryImportModule.forRoot('http'), PeopleModule.of(people)],
  });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  const worker: INestApplicationContext | null = withWorker
    ? await NestFactory.createApplicationContext(
        { module: WorkerOnly, imports: [PlatformModule.forRoot(config), QueueModule.forRoot(config), AuditModule.forRoot('http'), DirectoryImportModule.forRoot('worker'), PeopleModule.of(people)] }, { logger: false })
    : null;

  const ask = async (method: 'GET' | 'PUT' | 'POST' | 'DELETE', address: string, body?: unknown, as: Person | null = people[0]): Promise<Answer> => {
    const bytes = body instanceof Uint8Array;
    const answer = await app.inject({
      method, url: address,
      headers: { 'x-globe-client': 'test', ...(as ? { [CALLER_HEADER]: as.officer } : {}), ...(body === undefined ? {} : { 'content-type': bytes ? 'application/octet-stream' : 'application/json' }) },
      ...(body === undefined ? {} : { payload: bytes ? Buffer.from(body) : JSON.stringify(body) }),
    });
    return { status: answer.statusCode, text: answer.payload, json: <T>() => answer.json<T>() };
  };
  const good = async (...asked: Parameters<typeof ask>): Promise<Answer> => {
    const answer = await ask(...asked);
    if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text.slice(0, 300)}`);
    return answer;
  };
  const summary = async (id: string) => ImportSummary.parse((await good('GET', path(id))).json());
  const upload = async (content: string | Uint8Array, name = 'bodies.csv', id = uuidV7()): Promise<string> => {
    await good('PUT', `${path(id)}?name=${encodeURIComponent(name)}`, typeof content === 'string' ? new TextEncoder().encode(content) : content);
    return id;
  };
  /** Until the worker has done what was asked for. */
  const settled = async (id: string, seconds = 60): Promise<ImportSummary> => {
    for (const end = Date.now() + seconds * 1000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 50))) {
      const now = await summary(id);
      if (!BUSY.has(now.stage)) return now;
    }
    throw new Error(`still ${(await summary(id)).stage} after ${seconds} s`);
  };
  const step = async (id: string, name: 'check' | 'run' | 'undo', seconds?: number): Promise<ImportSummary> => {
    await good('POST', path(id, `/${name}`));
    return settled(id, seconds);
  };
  return {
    app, ask, summary, upload, settled, step,
    set: async (id: string, changed: Partial<ImportSettings>): Promise<ImportPreview> => {
      const { settings } = ImportPreview.parse((await good('GET', path(id, '/preview'))).json());
      return ImportPreview.parse((await good('PUT', path(id, '/settings'), { ...settings, ...changed })).json());
    },
    imported: async (content: string | Uint8Array, name?: string): Promise<{ id: string; done: ImportSummary }> => {
      const id = await upload(content, name);
      await step(id, 'check');
      return { id, done: await step(id, 'run') };
    },
    rows: async (id: string, show: RowFilter) => routes.importRows.response.parse((await good('GET', path(id, `/rows?show=${show}&limit=100`))).json()),
    close: async () => {
      await worker?.close();
      await app.close();
    },
  };
}

export function path(id: string, rest = ''): string {
  return `/api/directory/imports/${id}${rest}`;
}

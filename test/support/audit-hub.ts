// The audit feature over HTTP on a real database, with people whom a header names, a writer of acts and the sequencer in the test's own hands.
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { Pool } from 'pg';
import type { AuditAction, AuditDetails } from '#protocol';
import { AuditModule, AuditViewerModule } from '../../apps/api/src/audit/audit.module.ts';
import type { AuditReceipt, AuditRecord } from '../../apps/api/src/audit/audit.port.ts';
import { openLogKeys } from '../../apps/api/src/audit/log/log-keys.ts';
import { Sequencer } from '../../apps/api/src/audit/log/sequencer.ts';
import { createHttpApp } from '../../apps/api/src/create-app.ts';
import { PlatformModule } from '../../apps/api/src/platform/platform.module.ts';
import { runInContext } from '../../apps/api/src/platform/request-context.ts';
import { createDatabase } from './database.ts';
import { logWriter } from './log-writer.ts';
import { CALLER_HEADER, PeopleModule, person, type Person } from './people.ts';
import { runFolder } from './run-folder.ts';

export const NORTH = '00000000-0000-4000-8000-00000000000a';
export const SOUTH = '00000000-0000-4000-8000-00000000000b';
export const people = {
  officer: person('officer', NORTH),
  colleague: person('officer', NORTH),
  security: person('security', NORTH),
  memberAuditor: person('member-auditor', NORTH),
  stranger: person('security', SOUTH),
  secretariat: person('secretariat', null),
  auditorOfNorth: person('auditor', null, [NORTH]),
  auditorOfNobody: person('auditor', null, []),
  auditorOfAll: person('auditor', null, null),
  pending: person('pending', null),
} as const;

@Module({})
class AuditOnly {}

export type AuditHub = Awaited<ReturnType<typeof openAuditHub>>;

export async function openAuditHub() {
  const database = await createDatabase();
  const writer = logWriter(database.url);
  const pool = new Pool({ connectionString: writer.config.database.sequencer, max: 2 });
  // The database may be dropped before a connection that is over has said goodbye.
  pool.on('error', () => undefined);
  /** What the sequencer takes for the time. */
  const clock = { now: () => new Date() };
  const sequencer = new Sequencer(pool, await openLogKeys(await mkdtemp(join(runFolder(), 'keys-')), 'Test network'), () => clock.now());
  const app = await createHttpApp(writer.config, {
    module: AuditOnly,
    imports: [PlatformModule.forRoot(writer.config), AuditModule.forRoot('http'), AuditViewerModule, PeopleModule.of(Object.values(people))],
  });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();

  const call = async (method: 'GET' | 'POST', url: string, as: Person | null, body?: object): Promise<{ status: number; text: string }> => {
    const answer = await app.inject({
      method, url, remoteAddress: '203.0.113.9', headers: { 'x-globe-client': 'test', ...(as ? { [CALLER_HEADER]: as.officer } : {}) }, ...(body ? { payload: body } : {}),
    });
    return { status: answer.statusCode, text: answer.body };
  };
  return {
    app, call, clock, database, sequencer, writer,
    get: async <T>(url: string, as: Person | null = null): Promise<T> => {
      const { status, text } = await call('GET', url, as);
      if (status !== 200) throw new Error(`${status} ${text}`);
      return JSON.parse(text) as T;
    },
    act: <A extends AuditAction>(as: Person, record: AuditRecord<A>): Promise<AuditReceipt> =>
      runInContext({ correlation: crypto.randomUUID(), address: '198.51.100.7', principal: as }, () => writer.database.transaction((tx) => writer.acts.record(tx, record))),
    close: async () => {
      await app.close();
      await pool.end();
      await writer.close();
      await database.drop();
    },
  };
}

export const actOf = <A extends AuditAction>(action: A, details: AuditDetails<A>): AuditRecord<A> => ({ action, object: null, details });

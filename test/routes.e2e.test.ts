// Nothing is served that does not say who may call it, and what it says holds. The committed description is the one that is served.
import 'reflect-metadata';
import { mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { openApiDocument, ROUTE_TABLES, type Route } from '#protocol';
import { createHttpApp } from '../apps/api/src/create-app.ts';
import { readConfig } from '../apps/api/src/platform/config.ts';
import { createDatabase, type TestDatabase } from './support/database.ts';
import { runFolder } from './support/run-folder.ts';

const declared: readonly Route[] = Object.values(ROUTE_TABLES).flatMap((table) => Object.values(table));
const named = (route: Pick<Route, 'method' | 'path'>) => `${route.method} ${route.path}`;
const closed = declared.filter(({ access }) => access.kind !== 'public');

let database: TestDatabase;
let app: NestFastifyApplication;
const registered: string[] = [];

beforeAll(async () => {
  database = await createDatabase();
  const config = readConfig({ DATABASE_URL: database.url, LOG_LEVEL: 'silent', DATA_DIR: await mkdtemp(join(runFolder(), 'routes-')) });
  app = await createHttpApp(config);
  // The portal's files are in place by now; what follows are the routes of the features.
  app.getHttpAdapter().getInstance().addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) if (one !== 'HEAD') registered.push(`${one} ${url}`);
  });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
}, 60_000);
afterAll(async () => {
  await app?.close();
  await database?.drop();
}, 60_000);

test('every registered route is declared, and every declared one is registered', () => {
  expect(registered.toSorted()).toEqual(declared.map(named).toSorted());
});

test('no two routes share an address, and none allows nobody', () => {
  expect(new Set(declared.map(named)).size).toBe(declared.length);
  for (const { access } of declared) if (access.kind === 'roles') expect(access.roles.length).toBeGreaterThan(0);
});

describe('a caller without a session', () => {
  test.each(closed.map((route) => [named(route), route] as const))('is refused by %s', async (_, route) => {
    const answer = await app.inject({
      method: route.method,
      url: route.path.replaceAll(/:\w+/g, '00000000-0000-4000-8000-000000000000'),
      headers: { 'x-globe-client': 'tests', ...(route.body === 'bytes' ? { 'content-type': 'application/octet-stream' } : {}) },
      ...(route.body === undefined ? {} : { payload: route.body === 'bytes' ? Buffer.of(0) : {} }),
    });
    expect([answer.statusCode, answer.json().code]).toEqual([401, 'not-signed-in']);
  });

  test.each(declared.filter(({ method }) => method !== 'GET').map((route) => [named(route), route] as const))('of another site is refused by %s', async (_, route) => {
    const answer = await app.inject({
      method: route.method,
      url: route.path.replaceAll(/:\w+/g, '00000000-0000-4000-8000-000000000000'),
      headers: { origin: 'https://elsewhere.example', 'x-globe-client': 'tests', ...(route.body === 'bytes' ? { 'content-type': 'application/octet-stream' } : {}) },
      ...(route.body === undefined ? {} : { payload: route.body === 'bytes' ? Buffer.of(0) : {} }),
    });
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'origin-refused']);
  });
});

test('the committed description is the one that is served', async () => {
  const served = (await app.inject('/api/openapi.json')).json();
  expect(served).toEqual(openApiDocument());
  const committed = JSON.parse(await readFile(join(import.meta.dirname, '..', 'docs', 'openapi.json'), 'utf8'));
  // If this fails: node --conditions=source apps/api/src/write-openapi.ts > docs/openapi.json
  expect(committed).toEqual(served);
});

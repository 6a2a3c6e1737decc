// One application, two entrances: main.ts serves HTTP, main.worker.ts works in the background.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { fileURLToPath } from 'node:url';
import cookie from '@fastify/cookie';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';
import { AppModule } from './app.module.ts';
import { answerProblem, ProblemFilter, RefusalListener, toProblem } from './platform/problem-filter.ts';
import type { Config } from './platform/config.ts';
import { Authenticator } from './platform/access-guard.ts';
import { RunningRequests } from './platform/running-requests.ts';
import { watchUploads } from './platform/watch-uploads.ts';
import { PAGE_POLICY, portalAddress, SECURITY_HEADERS, servePortal } from './platform/portal.ts';
import { runInContext } from './platform/request-context.ts';
import { MESSAGE_LIMITS, ROUTE_TABLES, type Route } from '#protocol';

/** JSON bodies: a sealed body of the largest size in base64url, its key packets, and the frame around them. */
const JSON_LIMIT = Math.ceil((MESSAGE_LIMITS.body * 4) / 3) + 1024 * 1024;

/** Routes that take larger JSON bodies, by method and path. */
const LARGER = new Map<string, number>(
  Object.values(ROUTE_TABLES).flatMap((table) => Object.values(table) as Route[]).flatMap(({ method, path, bodyLimit }) => (bodyLimit === undefined ? [] : [[`${method} ${path}`, bodyLimit] as const])),
);

/** The HTTP application, not yet listening. `root`: its modules. */
export async function createHttpApp(config: Config, root: DynamicModule = AppModule.forRoot(config, 'http')): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: JSON_LIMIT,
    trustProxy: (_address, hop) => hop < config.trustedProxies,
    rewriteUrl: (request: IncomingMessage) => portalAddress(request.method ?? 'GET', request.url ?? '/'),
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error: unknown, _request: unknown, reply: FastifyReply) => answerProblem(toProblem(error), reply.headers(SECURITY_HEADERS)),
  });
  const fastify = adapter.getInstance();
  fastify.addHook('onRequest', (request, reply, done) => {
    const correlation = randomUUID();
    reply.headers({ ...SECURITY_HEADERS, 'content-security-policy': PAGE_POLICY, 'cache-control': 'no-store', 'x-correlation-id': correlation });
    runInContext({ correlation, address: request.ip, principal: null }, done);
  });
  fastify.addHook('onRoute', (route) => {
    const limit = LARGER.get(`${[route.method].flat()[0]} ${route.url}`);
    if (limit !== undefined) route.bodyLimit = limit;
  });
  fastify.addContentTypeParser('application/octet-stream', { parseAs: 'buffer', bodyLimit: MESSAGE_LIMITS.sealedPart }, (_request, body, done) => done(null, body));
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, { bufferLogs: true });
  app.useLogger(app.get(Logger));
  const running = app.get(RunningRequests);
  watchUploads(fastify, app.get(Authenticator, { strict: false }), running, config.publicUrl.origin);
  fastify.addHook('onSend', async (request, reply, payload) => running.answer(request, reply, payload));
  app.useGlobalFilters(new ProblemFilter(app.get(RefusalListener, { strict: false })));
  await app.register(cookie);
  await servePortal(fastify, fileURLToPath(new URL('../../web', import.meta.url)));
  app.enableShutdownHooks();
  return app;
}

// A body is received before any guard runs. For files and large ones origin and caller are asked for at the beginning too: who has no session, or was
// sent by another site, sends none of it into memory, and the end of a session cuts it short. This lets nobody in: the guard decides, once the body is there.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ROUTE_TABLES, type Route } from '#protocol';
import { notSignedIn, requireSameOrigin, type Authenticator } from './access-guard.ts';
import type { RunningRequests } from './running-requests.ts';

/** Bytes; smaller bodies wait for the guard, which saves their callers a look at the sessions. */
const LARGE = 256 * 1024;

const PUBLIC = new Set<string>(
  Object.values(ROUTE_TABLES).flatMap((table) => Object.values(table) as Route[]).flatMap(({ method, path, access }) => (access.kind === 'public' ? [`${method} ${path}`] : [])),
);

export function watchUploads(fastify: FastifyInstance, authenticator: Authenticator, running: RunningRequests, origin: string): void {
  // Cookies are read by now, nothing of the body is.
  fastify.addHook('preParsing', async (request, reply) => {
    if (!isFile(request) && !isLarge(request)) return;
    if (request.method !== 'GET') requireSameOrigin(request, origin);
    const principal = await authenticator.authenticate(request);
    if (principal) running.watch(principal.session, request, reply);
    else if (!PUBLIC.has(`${request.method} ${request.routeOptions.url}`)) throw await notSignedIn(authenticator, request);
  });
}

/** A part of any size: its sender may be slow, and is cut off all the same. */
function isFile({ headers }: FastifyRequest): boolean {
  return headers['content-type'] === 'application/octet-stream';
}

/** Also what does not say its length. */
function isLarge({ headers }: FastifyRequest): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && Number(length) > LARGE);
}

// A body is received before any guard runs. For large ones the caller is asked for at the beginning too, so that the end of a session cuts
// the body short. This lets nobody in: the guard decides, once the body is there.
import type { FastifyInstance } from 'fastify';
import type { Authenticator } from './access-guard.ts';
import type { RunningRequests } from './running-requests.ts';

export function watchUploads(fastify: FastifyInstance, authenticator: Authenticator, running: RunningRequests): void {
  // Cookies are read by now, nothing of the body is.
  fastify.addHook('preParsing', async (request, reply) => {
    if (request.headers['content-type'] !== 'application/octet-stream') return;
    const principal = await authenticator.authenticate(request);
    if (principal) running.watch(principal.session, request, reply);
  });
}

import type { FastifyRequest } from 'fastify';

/** What the program calls itself, for the owner's list of sessions; the access guard has seen to it that there is something. */
export function clientName(request: FastifyRequest): string {
  const name = request.headers['x-globe-client'];
  return (Array.isArray(name) ? (name[0] ?? '') : (name ?? '')).replaceAll(/[^\w ./()-]/g, '').trim().slice(0, 60) || 'unnamed';
}

import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Ask again each time, but do not send what the caller has: an answer depends on who asks. */
export const OWN = 'private, no-cache';

/**
 * Answers 200 with the body and its entity tag, or 304 to a caller who has that tag already (RFC 9110, section 13.1.2).
 * `cacheControl` says who may keep it: what depends on the caller must be private.
 */
export async function answerUnlessKnown(request: FastifyRequest, reply: FastifyReply, body: unknown, cacheControl: string): Promise<void> {
  const text = Buffer.from(JSON.stringify(body));
  const tag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 32)}"`;
  reply.headers({ etag: tag, 'cache-control': cacheControl, vary: 'cookie' });
  const known = request.headers['if-none-match']?.split(',').some((given) => given.trim().replace(/^W\//, '') === tag || given.trim() === '*');
  if (known) await reply.status(304).send();
  else await reply.status(200).header('content-type', 'application/json; charset=utf-8').send(text);
}

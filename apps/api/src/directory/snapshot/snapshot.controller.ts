import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Controller, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { directorySnapshotRoutes as routes, type RouteInput } from '#protocol';
import { Handles, Input } from '../../platform/handles.ts';
import { ShowSnapshot } from './show-snapshot.ts';

const expand = promisify(gunzip);

@Controller()
export class SnapshotController {
  constructor(private readonly show: ShowSnapshot) {}

  /** The entity tag is the hash of the document; compressed for whoever takes it so, as the link may be slow. */
  @Handles(routes.directorySnapshot)
  async snapshot(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { sha256, made } = await this.show.newest();
    const packed = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
    // Two representations, two tags (RFC 9110, section 8.8.3).
    const tag = packed ? `"${sha256}-gzip"` : `"${sha256}"`;
    reply.headers({ etag: tag, 'cache-control': 'public, no-cache', vary: 'accept-encoding', 'last-modified': made.toUTCString() });
    if (request.headers['if-none-match']?.split(',').some((given) => given.trim().replace(/^W\//, '') === tag)) {
      await reply.status(304).send();
      return;
    }
    const document = await this.show.document(sha256);
    reply.header('content-type', routes.directorySnapshot.media[0]);
    if (packed) await reply.header('content-encoding', 'gzip').send(document);
    else await reply.send(await expand(document));
  }

  @Handles(routes.snapshotProof)
  proof(@Input() { params, query }: RouteInput<typeof routes.snapshotProof>) {
    return this.show.proof(params.sha256, query.size);
  }
}

import { Controller, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { directoryRoutes, type RouteInput } from '#protocol';
import { Handles, Input } from '../platform/handles.ts';
import { answerUnlessKnown, OWN } from './answer-unless-known.ts';
import { FindAuthorities } from './find-authorities.ts';
import { ListAuthorities } from './list-authorities.ts';
import { ListStates } from './list-states.ts';
import { ShowAuthority } from './show-authority.ts';

/** The same for everybody, and seldom changed. */
const SHARED = 'public, max-age=3600';

@Controller()
export class DirectoryController {
  constructor(
    private readonly listAuthorities: ListAuthorities,
    private readonly findAuthorities: FindAuthorities,
    private readonly showAuthority: ShowAuthority,
    private readonly listStates: ListStates,
  ) {}

  @Handles(directoryRoutes.listAuthorities)
  async list(@Input() { query }: RouteInput<typeof directoryRoutes.listAuthorities>, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await answerUnlessKnown(request, reply, await this.listAuthorities.execute(query), OWN);
  }

  @Handles(directoryRoutes.directoryFacets)
  async facets(@Input() { query }: RouteInput<typeof directoryRoutes.directoryFacets>, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await answerUnlessKnown(request, reply, await this.findAuthorities.facets(query), OWN);
  }

  @Handles(directoryRoutes.authority)
  async show(@Input() { params }: RouteInput<typeof directoryRoutes.authority>, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await answerUnlessKnown(request, reply, await this.showAuthority.execute(params.id), OWN);
  }

  @Handles(directoryRoutes.states)
  async states(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await answerUnlessKnown(request, reply, await this.listStates.execute(), SHARED);
  }
}

import { Controller, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { directoryStatesRoutes, type CoverageTable, type RouteInput } from '#protocol';
import { Handles, Input } from '../../platform/handles.ts';
import { answerUnlessKnown, OWN } from '../answer-unless-known.ts';
import { FindAuthorities } from '../find-authorities.ts';
import { ReadCoverage } from './read-coverage.ts';
import { ShowState } from './show-state.ts';

@Controller()
export class StatesController {
  constructor(
    private readonly findAuthorities: FindAuthorities,
    private readonly showState: ShowState,
    private readonly readCoverage: ReadCoverage,
  ) {}

  @Handles(directoryStatesRoutes.countsByState)
  async counts(@Input() { query }: RouteInput<typeof directoryStatesRoutes.countsByState>, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await answerUnlessKnown(request, reply, { states: await this.findAuthorities.byState(query) }, OWN);
  }

  @Handles(directoryStatesRoutes.stateOverview)
  async show(@Input() { params }: RouteInput<typeof directoryStatesRoutes.stateOverview>, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await answerUnlessKnown(request, reply, await this.showState.execute(params.code), OWN);
  }

  @Handles(directoryStatesRoutes.coverage)
  coverage(): Promise<CoverageTable> {
    return this.readCoverage.execute();
  }

  @Handles(directoryStatesRoutes.exportCoverage)
  async exported(@Res() reply: FastifyReply): Promise<void> {
    const [media] = directoryStatesRoutes.exportCoverage.media;
    const bytes = Buffer.from(await this.readCoverage.export());
    await reply.status(200).headers({ 'content-type': media, 'content-disposition': 'attachment; filename="coverage.csv"' }).send(bytes);
  }
}

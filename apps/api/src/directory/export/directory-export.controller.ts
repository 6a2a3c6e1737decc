import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { directoryExchangeRoutes, EXPORT_MEDIA, type RouteInput } from '#protocol';
import { Clock } from '../../platform/clock.ts';
import { Handles, Input } from '../../platform/handles.ts';
import { ExportDirectory } from './export-directory.ts';

@Controller()
export class DirectoryExportController {
  constructor(
    private readonly exportDirectory: ExportDirectory,
    private readonly clock: Clock,
  ) {}

  @Handles(directoryExchangeRoutes.exportDirectory)
  async export(@Input() { params, query }: RouteInput<typeof directoryExchangeRoutes.exportDirectory>, @Res() reply: FastifyReply): Promise<void> {
    const bytes = await this.exportDirectory.execute(params.format, query);
    const fileName = `directory-${this.clock.now().toISOString().slice(0, 10)}.${params.format}`;
    await reply
      .headers({ 'content-type': EXPORT_MEDIA[params.format], 'content-disposition': `attachment; filename="${fileName}"`, 'cache-control': 'private, no-store' })
      .send(bytes);
  }
}

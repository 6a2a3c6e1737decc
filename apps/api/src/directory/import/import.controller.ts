import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { directoryImportRoutes as routes, type RouteInput } from '#protocol';
import { Handles, Input } from '../../platform/handles.ts';
import { AskStep } from './ask-step.ts';
import { PrepareImport } from './prepare-import.ts';
import { ShowImports } from './show-imports.ts';
import { UploadImport } from './upload-import.ts';

@Controller()
export class ImportController {
  constructor(
    private readonly show: ShowImports,
    private readonly upload: UploadImport,
    private readonly prepare: PrepareImport,
    private readonly ask: AskStep,
  ) {}

  @Handles(routes.imports)
  list() {
    return this.show.list();
  }

  @Handles(routes.uploadImport)
  bring(@Input() { params, query, body }: RouteInput<typeof routes.uploadImport>) {
    return this.upload.execute(params.id, query.name, body);
  }

  @Handles(routes.importSummary)
  summary(@Input() { params }: RouteInput<typeof routes.importSummary>) {
    return this.show.summary(params.id);
  }

  @Handles(routes.importPreview)
  preview(@Input() { params }: RouteInput<typeof routes.importPreview>) {
    return this.show.preview(params.id);
  }

  @Handles(routes.setImportSettings)
  async set(@Input() { params, body }: RouteInput<typeof routes.setImportSettings>) {
    await this.prepare.set(params.id, body);
    return this.show.preview(params.id);
  }

  @Handles(routes.checkImport)
  check(@Input() { params }: RouteInput<typeof routes.checkImport>) {
    return this.ask.execute(params.id, 'check');
  }

  @Handles(routes.importRows)
  rows(@Input() { params, query }: RouteInput<typeof routes.importRows>) {
    return this.show.rows(params.id, query);
  }

  @Handles(routes.decideRows)
  decide(@Input() { params, body }: RouteInput<typeof routes.decideRows>) {
    return this.prepare.decide(params.id, body);
  }

  @Handles(routes.runImport)
  run(@Input() { params }: RouteInput<typeof routes.runImport>) {
    return this.ask.execute(params.id, 'run');
  }

  @Handles(routes.undoImport)
  undo(@Input() { params }: RouteInput<typeof routes.undoImport>) {
    return this.ask.execute(params.id, 'undo');
  }

  @Handles(routes.discardImport)
  discard(@Input() { params }: RouteInput<typeof routes.discardImport>) {
    return this.prepare.discard(params.id);
  }

  @Handles(routes.importProblems)
  async problems(@Input() { params, query }: RouteInput<typeof routes.importProblems>, @Res() reply: FastifyReply): Promise<void> {
    const bytes = await this.show.problems(params.id, query.language);
    await reply.headers({ 'content-type': routes.importProblems.media[0], 'content-disposition': 'attachment; filename="import-problems.csv"', 'cache-control': 'private, no-store' }).send(bytes);
  }
}

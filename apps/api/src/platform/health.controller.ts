import { Controller } from '@nestjs/common';
import { openApiDocument, platformRoutes } from '#protocol';
import { Database } from './database.ts';
import { Handles } from './handles.ts';

@Controller()
export class HealthController {
  private readonly document = openApiDocument();

  constructor(private readonly database: Database) {}

  @Handles(platformRoutes.live)
  live() {
    return { status: 'ok' };
  }

  @Handles(platformRoutes.ready)
  async ready() {
    await this.database.transaction((tx) => tx.query('SELECT 1'), 'system');
    return { status: 'ok' };
  }

  @Handles(platformRoutes.openapi)
  openapi() {
    return this.document;
  }
}

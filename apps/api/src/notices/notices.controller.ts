import { Controller } from '@nestjs/common';
import { noticesRoutes, type RouteInput } from '#protocol';
import { Handles, Input } from '../platform/handles.ts';
import { ShowSpool } from './show-spool.ts';

@Controller()
export class NoticesController {
  constructor(private readonly showSpool: ShowSpool) {}

  @Handles(noticesRoutes.spool)
  spool(@Input() { query }: RouteInput<typeof noticesRoutes.spool>) {
    return this.showSpool.execute(query.limit);
  }
}

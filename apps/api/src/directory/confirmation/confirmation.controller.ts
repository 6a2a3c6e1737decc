import { Controller } from '@nestjs/common';
import { directoryConfirmationRoutes, type RouteInput } from '#protocol';
import { Handles, Input } from '../../platform/handles.ts';
import { ConfirmEntry } from './confirm-entry.ts';
import { ListStale } from './list-stale.ts';

@Controller()
export class ConfirmationController {
  constructor(
    private readonly confirming: ConfirmEntry,
    private readonly stale: ListStale,
  ) {}

  @Handles(directoryConfirmationRoutes.confirmEntry)
  confirm(@Input() { params, body }: RouteInput<typeof directoryConfirmationRoutes.confirmEntry>) {
    return this.confirming.execute(params.id, body);
  }

  @Handles(directoryConfirmationRoutes.staleEntries)
  staleEntries(@Input() { query }: RouteInput<typeof directoryConfirmationRoutes.staleEntries>) {
    return this.stale.execute(query);
  }
}

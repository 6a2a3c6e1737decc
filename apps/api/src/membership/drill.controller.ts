import { Controller } from '@nestjs/common';
import { drillRoutes, type RouteAnswer, type RouteInput } from '#protocol';
import { Handles, Input } from '../platform/handles.ts';
import { ListDueDrills } from './list-due-drills.ts';
import { RehearseRecovery } from './rehearse-recovery.ts';

@Controller()
export class DrillController {
  constructor(
    private readonly recovery: RehearseRecovery,
    private readonly due: ListDueDrills,
  ) {}

  @Handles(drillRoutes.recordDrill)
  record(): Promise<RouteAnswer<typeof drillRoutes.recordDrill>> {
    return this.recovery.record();
  }

  @Handles(drillRoutes.dueDrills)
  listDue(@Input() { query }: RouteInput<typeof drillRoutes.dueDrills>): Promise<RouteAnswer<typeof drillRoutes.dueDrills>> {
    return this.due.execute(query.limit, query.cursor);
  }

  @Handles(drillRoutes.drills)
  async list(@Input() { params }: RouteInput<typeof drillRoutes.drills>): Promise<RouteAnswer<typeof drillRoutes.drills>> {
    return { items: await this.recovery.of(params.member) };
  }
}

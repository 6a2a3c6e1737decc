import { Controller } from '@nestjs/common';
import { directoryHistoryRoutes, type RouteInput } from '#protocol';
import { Handles, Input } from '../../platform/handles.ts';
import { ShowHistory } from './show-history.ts';

@Controller()
export class HistoryController {
  constructor(private readonly show: ShowHistory) {}

  @Handles(directoryHistoryRoutes.authorityHistory)
  history(@Input() { params, query }: RouteInput<typeof directoryHistoryRoutes.authorityHistory>) {
    return this.show.list(params.id, query);
  }

  @Handles(directoryHistoryRoutes.authorityContent)
  content(@Input() { params, query }: RouteInput<typeof directoryHistoryRoutes.authorityContent>) {
    return this.show.content(params.id, query);
  }
}

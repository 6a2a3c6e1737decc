import { Controller } from '@nestjs/common';
import { noticesRoutes as routes, type RouteAnswer, type RouteInput } from '#protocol';
import { Handles, Input } from '../platform/handles.ts';
import { ChooseNotices } from './choose-notices.ts';
import { ListMailFailures } from './list-mail-failures.ts';
import { OwnNotices } from './own-notices.ts';

@Controller()
export class NoticesController {
  constructor(
    private readonly notices: OwnNotices,
    private readonly preferences: ChooseNotices,
    private readonly ofMember: ListMailFailures,
  ) {}

  @Handles(routes.own)
  own(@Input() { query }: RouteInput<typeof routes.own>): Promise<RouteAnswer<typeof routes.own>> {
    return this.notices.execute(query.limit, query.before);
  }

  @Handles(routes.preferences)
  read(): Promise<RouteAnswer<typeof routes.preferences>> {
    return this.preferences.read();
  }

  @Handles(routes.prefer)
  choose(@Input() { body }: RouteInput<typeof routes.prefer>): Promise<RouteAnswer<typeof routes.prefer>> {
    return this.preferences.choose(body);
  }

  @Handles(routes.failures)
  failures(@Input() { params }: RouteInput<typeof routes.failures>): Promise<RouteAnswer<typeof routes.failures>> {
    return this.ofMember.execute(params.member);
  }
}

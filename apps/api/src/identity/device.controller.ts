import { Controller } from '@nestjs/common';
import { deviceRoutes as routes, toBase64Url, type Bytes, type RouteAnswer, type RouteInput } from '#protocol';
import { Handles, Input } from '../platform/handles.ts';
import { ListMemberDevices } from './list-member-devices.ts';
import { OwnDevices } from './own-devices.ts';

@Controller()
export class DeviceController {
  constructor(
    private readonly own: OwnDevices,
    private readonly ofMember: ListMemberDevices,
  ) {}

  @Handles(routes.useDevice)
  use(@Input() { body }: RouteInput<typeof routes.useDevice>): Promise<void> {
    return this.own.use(body.device, Buffer.from(body.description, 'base64url'));
  }

  @Handles(routes.devices)
  async list(): Promise<RouteAnswer<typeof routes.devices>> {
    const items = (await this.own.list()).map(({ id, description, added, last_seen, removed }) => ({
      device: id, description: description && toBase64Url(description as Bytes), added: added.toISOString(), lastSeen: last_seen.toISOString(), removed: removed?.toISOString() ?? null,
    }));
    return { items };
  }

  @Handles(routes.removeDevice)
  remove(@Input() { params }: RouteInput<typeof routes.removeDevice>): Promise<void> {
    return this.own.remove(params.device);
  }

  @Handles(routes.memberDevices)
  async member(@Input() { params }: RouteInput<typeof routes.memberDevices>): Promise<RouteAnswer<typeof routes.memberDevices>> {
    return { items: (await this.ofMember.execute(params.member)).map(({ id, officer, seen }) => ({ device: id, officer, lastSeen: seen.toISOString() })) };
  }
}

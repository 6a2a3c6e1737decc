import { Injectable } from '@nestjs/common';
import { deviceRoutes, Problem } from '#protocol';
import { AuditLog } from '../audit/audit.port.ts';
import { Database } from '../platform/database.ts';
import { requireCaller } from './caller.ts';
import { DeviceRepository } from './device.repository.ts';

/** How many devices the officers of a member have in use, and the day each was last seen: for its security officers. */
@Injectable()
export class ListMemberDevices {
  constructor(
    private readonly database: Database,
    private readonly devices: DeviceRepository,
    private readonly audit: AuditLog,
  ) {}

  /** Problem('not-found') for another member's. */
  async execute(member: string): Promise<{ id: string; officer: string; seen: Date }[]> {
    const caller = requireCaller(deviceRoutes.memberDevices);
    if (caller.member !== member) throw new Problem('not-found');
    return this.database.transaction(async (tx) => {
      const devices = await this.devices.ofMember(tx, member);
      await this.audit.record(tx, { action: 'devices.view', object: { kind: 'member', id: member }, details: { devices: devices.length } });
      return devices;
    });
  }
}

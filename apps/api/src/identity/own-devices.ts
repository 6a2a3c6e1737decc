import { Injectable } from '@nestjs/common';
import { deviceRoutes, Problem } from '#protocol';
import { AuditLog } from '../audit/audit.port.ts';
import { TrustView } from '../membership/membership.port.ts';
import { Database } from '../platform/database.ts';
import { requireCaller } from './caller.ts';
import { DeviceRepository, type Device } from './device.repository.ts';
import { SessionRepository } from './session.repository.ts';

/** One's own devices: used, listed, removed. Everything runs as the caller. */
@Injectable()
export class OwnDevices {
  constructor(
    private readonly database: Database,
    private readonly devices: DeviceRepository,
    private readonly sessions: SessionRepository,
    private readonly trust: TrustView,
    private readonly audit: AuditLog,
  ) {}

  /**
   * The caller's session is on this device; `description`: sealed by its officer. Problem('not-found') unless the trust log has the device for the
   * caller; Problem('conflict') for one that was removed: whoever signs in there again names a new one.
   */
  async use(device: string, description: Buffer): Promise<void> {
    const caller = requireCaller(deviceRoutes.useDevice);
    const named = caller.role === 'pending' ? [] : await this.trust.devicesOf(caller.officer);
    const refused = await this.database.transaction(async (tx) => {
      const reason = !named.includes(device) ? 'not-found' : (await this.devices.add(tx, { id: device, officer: caller.officer, member: caller.member, description })) ? null : 'conflict';
      await this.audit.record(tx, { action: 'device.use', object: { kind: 'session', id: caller.session }, details: { device }, ...(reason ? { refused: reason } : {}) });
      if (!reason) await this.sessions.useDevice(tx, caller.session, device);
      return reason;
    });
    if (refused) throw new Problem(refused);
  }

  async list(): Promise<Device[]> {
    const caller = requireCaller(deviceRoutes.devices);
    return this.database.transaction((tx) => this.devices.ofOfficer(tx, caller.officer));
  }

  /** Ends its sessions, the one that asks too if it is there. Problem('not-found') for what is not there, not one's own, or removed before. */
  async remove(device: string): Promise<void> {
    const caller = requireCaller(deviceRoutes.removeDevice);
    const removed = await this.database.transaction(async (tx) => {
      const done = await this.devices.remove(tx, caller.officer, device);
      const sessions = done ? await this.sessions.endOnDevice(tx, caller.account, device) : 0;
      await this.audit.record(tx, { action: 'device.remove', object: { kind: 'officer', id: caller.officer }, details: { device, sessions }, ...(done ? {} : { refused: 'not-found' }) });
      return done;
    });
    if (!removed) throw new Problem('not-found');
  }
}

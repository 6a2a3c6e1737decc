// Devices: this one gets a random id and the name that its officer gives it, signed into the trust log; the officer's others are listed as replayed here.
import { addDevice, describeDevice, memberDevices, openDescription, ownDevices, useDevice, type DeviceView, type MemberDeviceView, type NamedDevice } from '#client';
import { deviceRoutes, Problem } from '#protocol';
import { TrustAt } from '#trust';
import { Failure } from './channel.ts';
import { forgetThisDevice, isPutOff, keepThisDevice, putOff, thisDeviceOf, type Urge } from './device-memory.ts';
import type { OfficerDesk } from './officer-at-work.ts';

/** Null: this device has no name yet, or lost the one it had. `ask`: its officer was not asked lately. */
export interface ThisDevice {
  readonly named: { readonly device: string; readonly name: string } | null;
  readonly ask: boolean;
}

export function devicesApi(desk: OfficerDesk) {
  const work = async () => {
    const { who, officer } = await desk.atWork();
    return { who, session: officer };
  };
  const me = () => {
    if (!desk.who) throw new Failure('locked');
    return desk.who.officer;
  };
  /** The named device of this officer, if the log has it and the hub takes it: from then on the session is known to be on it. */
  const used = async (kept: NamedDevice): Promise<ThisDevice['named']> => {
    const { who, session } = await work();
    const description = await openDescription(session.keyring, kept);
    const pinned = new TrustAt(await session.trust.sync()).devicesOf(who.officer).find(({ id }) => id === kept.device);
    if (description === null || pinned?.device !== description.hash) return null;
    try {
      await useDevice(session, kept);
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'conflict') throw error;
      // Removed from afar: whoever goes on here names it anew.
      await forgetThisDevice(who.officer);
      return null;
    }
    return { device: kept.device, name: description.name };
  };
  const thisDevice = async (): Promise<ThisDevice> => {
    const { who } = await work();
    const kept = await thisDeviceOf(who.officer);
    const named = kept === null ? null : await used(kept);
    return { named, ask: named === null && !(await isPutOff('device-name', who.officer)) };
  };
  return {
    thisDevice,
    /** Signs and proposes device.add, under a new random id; once, whatever other windows do meanwhile. */
    nameThisDevice: async (name: string): Promise<ThisDevice> => {
      const { who, session } = await work();
      return navigator.locks.request(`globe-device-${who.officer}`, async () => {
        const before = await thisDevice();
        if (before.named !== null) return before;
        const { device, sealed, hash } = await describeDevice(session.keyring, name);
        // Kept first: what was signed and not answered is found again in the log.
        await keepThisDevice(who.officer, { device, sealed });
        await addDevice(session, who, { device, hash });
        return thisDevice();
      });
    },
    /** "Not now", on this device: asked again in a while. */
    putOff: async (urge: Urge): Promise<void> => putOff(urge, me()),
    isPutOff: async (urge: Urge): Promise<boolean> => isPutOff(urge, me()),
    ownDevices: async (): Promise<DeviceView[]> => {
      const { who, session } = await work();
      return ownDevices(session, who.officer);
    },
    removeDevice: async (device: string): Promise<void> => {
      const { who, session } = await work();
      const isThis = (await thisDeviceOf(who.officer))?.device === device;
      await session.hub.call(deviceRoutes.removeDevice, { params: { device } });
      if (isThis) await forgetThisDevice(who.officer);
    },
    /** By officer, for security officers. */
    memberDevices: async (): Promise<ReadonlyMap<string, readonly MemberDeviceView[]>> => {
      const { who, session } = await work();
      if (who.member === null) throw new Failure('not-allowed');
      return memberDevices(session, who.member);
    },
  };
}

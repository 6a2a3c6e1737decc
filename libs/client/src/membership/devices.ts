// Devices of one officer: named in the trust log by a hash, their names sealed for the officer alone.
import { sha256 } from '@noble/hashes/sha2.js';
import { canonicalBytes, DeviceDescription, deviceRoutes, fromBase64Url, parseCanonical, toBase64Url, toHex, type Bytes, type Json } from '#protocol';
import { draft, TrustAt } from '#trust';
import type { Keyring } from '../keyring.ts';
import { submitOnNewest, type OfficerSession } from './submit-statement.ts';

/** A device as it is kept by the device itself, and handed to the hub. */
export interface NamedDevice {
  readonly device: string;
  /** The description under its officer's index key. */
  readonly sealed: Bytes;
}

export interface DeviceView {
  readonly device: string;
  /** Null: the hub has no description for it, or one that does not open or is not what was signed. */
  readonly name: string | null;
  /** Position of the trust log. */
  readonly at: number;
  /** ISO 8601; null: the hub never heard of it. */
  readonly lastSeen: string | null;
  readonly removed: boolean;
}

/** `lastSeen`: the day, ISO 8601; null: the hub never heard of it. */
export interface MemberDeviceView {
  readonly device: string;
  readonly lastSeen: string | null;
}

const purpose = (device: string) => `device.v1 ${device}`;

/** A description for a device that is to be named. */
export async function describeDevice(keyring: Keyring, name: string): Promise<NamedDevice & { readonly hash: string }> {
  const device = crypto.randomUUID();
  const description: DeviceDescription = DeviceDescription.parse({ device, name, salt: toBase64Url(crypto.getRandomValues(new Uint8Array(32))) });
  const bytes = canonicalBytes(description as Json);
  return { device, sealed: await keyring.encryptLocal(bytes, purpose(device)), hash: toHex(sha256(bytes)) };
}

/** Signs and proposes device.add. `member`: the officer's, null for the secretariat and auditors. Does nothing for one that is named already. */
export async function addDevice(session: OfficerSession, { officer, member }: { officer: string; member: string | null }, { device, hash }: { device: string; hash: string }): Promise<void> {
  await submitOnNewest(session, async (state) => {
    const isNamed = new TrustAt(state).devicesOf(officer).some(({ id }) => id === device);
    return isNamed ? null : { statement: draft.deviceAdd({ state, now: Date.now() }, member, officer, device, hash) };
  });
}

/** This session is on that device. Throws Problem('conflict') once it was removed, 'not-found' while the hub's log has not got it. */
export async function useDevice({ hub }: Pick<OfficerSession, 'hub'>, { device, sealed }: NamedDevice): Promise<void> {
  await hub.call(deviceRoutes.useDevice, { body: { device, description: toBase64Url(sealed) } });
}

/** Null: not of this officer and device, or altered. */
export async function openDescription(keyring: Keyring, { device, sealed }: NamedDevice): Promise<(DeviceDescription & { readonly hash: string }) | null> {
  const bytes = await keyring.decryptLocal(sealed, purpose(device));
  if (bytes === null) return null;
  const description = DeviceDescription.safeParse(parseCanonical(bytes)).data;
  return description?.device === device ? { ...description, hash: toHex(sha256(bytes)) } : null;
}

/** As this client replays them, newest first, with what the hub says of each. */
export async function ownDevices({ hub, keyring, trust }: OfficerSession, officer: string): Promise<DeviceView[]> {
  const state = await trust.sync();
  const { items } = await hub.call(deviceRoutes.devices);
  const known = new Map(items.map((item) => [item.device, item]));
  const views = new TrustAt(state).devicesOf(officer).map(async ({ id, device: hash, at }): Promise<DeviceView> => {
    const item = known.get(id);
    const sealed = item?.description ?? null;
    const description = sealed === null ? null : await openDescription(keyring, { device: id, sealed: fromBase64Url(sealed) });
    return { device: id, name: description?.hash === hash ? description.name : null, at, lastSeen: item?.lastSeen ?? null, removed: (item?.removed ?? null) !== null };
  });
  return (await Promise.all(views)).toReversed();
}

/** By officer: the devices that each named, as replayed here. Those that the hub does not list were removed or never used. */
export async function memberDevices({ hub, trust }: OfficerSession, member: string): Promise<ReadonlyMap<string, readonly MemberDeviceView[]>> {
  const at = new TrustAt(await trust.sync());
  const { items } = await hub.call(deviceRoutes.memberDevices, { params: { member } });
  const seen = new Map(items.map(({ device, lastSeen }) => [device, lastSeen]));
  return new Map(at.officersOf(member).map(({ id }) => [id, at.devicesOf(id).map(({ id: device }) => ({ device, lastSeen: seen.get(device) ?? null }))]));
}

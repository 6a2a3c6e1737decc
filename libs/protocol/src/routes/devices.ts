// Devices that officers named by device.add. The trust log says which there are; their names are for their officer's eyes only.
import { z } from 'zod';
import { base64UrlOf, text, Timestamp, Uuid } from '../ids.ts';
import { roles, routeTable, SIGNED_IN } from '../route.ts';

/** What device.add pins by SHA-256 of the canonical bytes. */
export const DeviceDescription = z.strictObject({
  device: Uuid,
  /** The officer's own word for it. */
  name: text(60),
  /** 32 random bytes, so that the hash cannot be guessed from the name. */
  salt: base64UrlOf(32, 32),
});
export type DeviceDescription = z.infer<typeof DeviceDescription>;

/** A DeviceDescription encrypted under its officer's index key: the hub cannot open it. */
const SealedDescription = base64UrlOf(1024, 29);

export const DeviceItem = z.object({
  device: Uuid,
  /** Null once removed. */
  description: SealedDescription.nullable(),
  added: Timestamp,
  lastSeen: Timestamp,
  removed: Timestamp.nullable(),
});

export const MemberDevice = z.object({
  device: Uuid,
  officer: Uuid,
  /** The day (UTC) on which it was last seen: what a security officer needs, and no record of working hours. */
  lastSeen: Timestamp,
});

export const deviceRoutes = routeTable({
  useDevice: {
    method: 'PUT', path: '/api/session/device', summary: 'This session is on a device that I named in the trust log', access: SIGNED_IN,
    body: z.strictObject({ device: Uuid, description: SealedDescription }),
  },
  devices: { method: 'GET', path: '/api/devices', summary: 'My devices as far as the hub knows them; the trust log says which there are', access: SIGNED_IN, response: z.object({ items: z.array(DeviceItem) }) },
  removeDevice: {
    method: 'DELETE', path: '/api/devices/:device', summary: 'End the sessions on one of my devices and erase its name. Takes no keys back', access: SIGNED_IN,
    params: z.strictObject({ device: Uuid }),
  },
  memberDevices: {
    method: 'GET', path: '/api/members/:member/devices', summary: 'Devices of my member’s officers, without names', access: roles('security'),
    params: z.strictObject({ member: Uuid }), response: z.object({ items: z.array(MemberDevice) }),
  },
});

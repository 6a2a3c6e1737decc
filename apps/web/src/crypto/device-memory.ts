import type { DeviceMemory, NamedDevice } from '#client';
import { deviceStore } from './device-store.ts';

/** What this device remembers of its officers between sign-ins. */
export const deviceMemory: DeviceMemory = {
  recoveryCode: async (officer) => (await deviceStore.get<string>(`recovery/${officer}`)) ?? null,
  vaultVersion: async (credential) => (await deviceStore.get<number>(`vault/${credential}`)) ?? 0,
  remember: async (officer, recoveryCode, { credential, version, network }) => {
    await deviceStore.put(`recovery/${officer}`, recoveryCode);
    await deviceStore.put(`vault/${credential}`, version);
    if (network !== null) await deviceStore.put(`network/${officer}`, network);
  },
};

/** The network that this officer's vault is bound to: not what the hub claims to serve. Null before genesis. */
export async function networkOf(officer: string): Promise<string | null> {
  return (await deviceStore.get<string>(`network/${officer}`)) ?? null;
}

/** Whether this officer paused, on this device, the giving of older mail to current keys. */
export async function pausesRewrapping(officer: string): Promise<boolean> {
  return (await deviceStore.get<boolean>(`rewrapping-paused/${officer}`)) ?? false;
}
export function pauseRewrapping(officer: string, paused: boolean): Promise<void> {
  return deviceStore.put(`rewrapping-paused/${officer}`, paused);
}

/** When two groups of this officer's recovery code were typed back from paper here, ISO 8601; null: never. */
export async function sheetCheckedOn(officer: string): Promise<string | null> {
  return (await deviceStore.get<string>(`sheet-checked/${officer}`)) ?? null;
}
export function sheetWasChecked(officer: string): Promise<void> {
  return deviceStore.put(`sheet-checked/${officer}`, new Date().toISOString());
}

/** This device as its officer named it; null: not yet. */
export async function thisDeviceOf(officer: string): Promise<NamedDevice | null> {
  return (await deviceStore.get<NamedDevice>(`device/${officer}`)) ?? null;
}
export function keepThisDevice(officer: string, { device, sealed }: NamedDevice): Promise<void> {
  return deviceStore.put(`device/${officer}`, { device, sealed });
}
export function forgetThisDevice(officer: string): Promise<void> {
  return deviceStore.remove(`device/${officer}`);
}

const DAY_MS = 24 * 3600 * 1000;
/** What the portal urges until it is done, and for how long "not now" holds on this device, in milliseconds. */
const PAUSES = { 'device-name': 7 * DAY_MS, 'second-way': 21 * DAY_MS } as const;
export type Urge = keyof typeof PAUSES;

export async function isPutOff(urge: Urge, officer: string): Promise<boolean> {
  const at = await deviceStore.get<number>(`put-off/${urge}/${officer}`);
  return at !== undefined && Date.now() - at < PAUSES[urge];
}
export function putOff(urge: Urge, officer: string): Promise<void> {
  return deviceStore.put(`put-off/${urge}/${officer}`, Date.now());
}

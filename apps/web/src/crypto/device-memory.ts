import type { DeviceMemory } from '#client';
import { deviceStore } from './device-store.ts';

/** What this device remembers of its officers between sign-ins. */
export const deviceMemory: DeviceMemory = {
  recoveryCode: async (officer) => (await deviceStore.get<string>(`recovery/${officer}`)) ?? null,
  vaultVersion: async (credential) => (await deviceStore.get<number>(`vault/${credential}`)) ?? 0,
  remember: async (officer, recoveryCode, { credential, version }) => {
    await deviceStore.put(`recovery/${officer}`, recoveryCode);
    await deviceStore.put(`vault/${credential}`, version);
  },
};

// The recovery drill of a demonstration security officer, by the workflow of anybody's: a new device, the sheet's code, the act on record.
import { createKeyring, HubClient, signInWithPassphrase, signOut, type Client } from '#client';
import { drillRoutes } from '#protocol';
import { Memory, totpCode, type Actor } from './actor.ts';

export async function rehearse(hubUrl: string, { part, credentials: { signInName, passphrase, totpSecret, recoveryCode } }: Actor): Promise<void> {
  const device: Client = { hub: new HubClient({ baseUrl: hubUrl, client: 'demonstration', cookies: true }), keyring: createKeyring(), memory: new Memory() };
  const { outcome } = await signInWithPassphrase(device, { signInName, passphrase, code: totpCode(totpSecret), recoveryCode });
  if (outcome !== 'unlocked') throw new Error(`${part.part} could not recover: ${outcome}`);
  await device.hub.call(drillRoutes.recordDrill);
  await signOut(device);
}

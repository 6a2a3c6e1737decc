import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openAtRest, sealAtRest } from './sealed-at-rest.ts';
import { ServerSecrets } from './server-secrets.ts';

describe('the server’s secrets', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'secrets-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('are made once, even by processes that start together, and are nobody else’s to read', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => ServerSecrets.load(folder)));
    expect(new Set(all.map(({ opaqueSetup }) => opaqueSetup)).size).toBe(1);
    expect(new Set(all.map(({ sealing }) => sealing.toString('hex'))).size).toBe(1);
    const files = await readdir(join(folder, 'keys'));
    expect(files.toSorted()).toEqual(['bootstrap-token', 'identity-key', 'opaque-server-setup']);
    for (const file of files) expect((await stat(join(folder, 'keys', file))).mode & 0o777).toBe(0o600);
  });

  test('that are malformed stop the server instead of being made anew', async () => {
    await ServerSecrets.load(folder);
    await writeFile(join(folder, 'keys', 'identity-key'), 'short');
    await expect(ServerSecrets.load(folder)).rejects.toThrow('identity-key');
    await writeFile(join(folder, 'keys', 'opaque-server-setup'), 'nonsense');
    await expect(ServerSecrets.load(folder)).rejects.toThrow();
  });

  test('seal what the database holds: bound to what it is about', async () => {
    const { sealing, devices } = await ServerSecrets.load(folder);
    const sealed = sealAtRest(sealing, 'secret', 'totp 1');
    expect(openAtRest(sealing, sealed, 'totp 1')).toBe('secret');
    expect(() => openAtRest(sealing, sealed, 'totp 2')).toThrow();
    expect(() => openAtRest(devices, sealed, 'totp 1')).toThrow();
    sealed[14]! ^= 1;
    expect(() => openAtRest(sealing, sealed, 'totp 1')).toThrow();
  });
});

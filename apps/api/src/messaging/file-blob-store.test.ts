import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../platform/config.ts';
import { FileBlobStore } from './file-blob-store.ts';

let folder: string;
let store: FileBlobStore;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blobs-'));
  store = new FileBlobStore(readConfig({ DATABASE_URL: 'postgres://globe:x@localhost/globe', DATA_DIR: folder }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const attachment = '01890a5d-ac96-774b-bcce-b302099a80ab';
const nameOf = (bytes: Uint8Array, part = 0) => ({ attachment, part, hash: createHash('sha256').update(bytes).digest('hex') });
const first = new Uint8Array([1, 2, 3]);

describe('blobs as files', () => {
  test('come back as they were stored, stored twice or not, and leave nothing half-written beside them', async () => {
    await store.put(nameOf(first), first);
    await store.put(nameOf(first), first);
    expect(new Uint8Array((await store.get(nameOf(first)))!)).toEqual(first);
    const place = join(folder, 'blobs', 'ab', attachment);
    expect(await readdir(place)).toEqual([`0-${nameOf(first).hash}`]);
    expect((await stat(join(place, `0-${nameOf(first).hash}`))).mode & 0o777).toBe(0o600);
    expect((await stat(place)).mode & 0o777).toBe(0o700);
  });

  test('of one part with other bytes stand beside each other until one is deleted', async () => {
    const second = new Uint8Array([4]);
    await store.put(nameOf(second), second);
    await store.delete(nameOf(first));
    expect(await store.get(nameOf(first))).toBeNull();
    expect(await store.get(nameOf(second))).not.toBeNull();
    await store.deleteAll(attachment);
    await store.deleteAll(attachment);
    expect(await store.get(nameOf(second))).toBeNull();
  });

  test.each([
    ['../../../etc/passwd', 0, '0'.repeat(64)],
    [attachment, -1, '0'.repeat(64)],
    [attachment, 0, `../${'0'.repeat(61)}`],
  ])('are never anywhere else: %s %i %s', async (id, part, hash) => {
    await expect(store.put({ attachment: id, part, hash }, first)).rejects.toThrow(RangeError);
    await expect(store.get({ attachment: id, part, hash })).rejects.toThrow(RangeError);
  });
});

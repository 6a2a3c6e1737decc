// Blobs as files under DATA_DIR/blobs. A file appears whole or not at all: written beside, synced, renamed, its folder synced.
import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config.ts';
import { BlobStore, type BlobName } from './blob-store.ts';

const ATTACHMENT = /^[0-9a-f-]{36}$/;
const HASH = /^[0-9a-f]{64}$/;

@Injectable()
export class FileBlobStore extends BlobStore {
  private readonly root: string;

  constructor(@Inject(CONFIG) config: Config) {
    super();
    this.root = join(config.dataDir, 'blobs');
  }

  async put(name: BlobName, bytes: Uint8Array): Promise<void> {
    const path = this.pathOf(name);
    const folder = dirname(path);
    const first = await mkdir(folder, { recursive: true, mode: 0o700 });
    const beside = join(folder, `.${randomUUID()}`);
    try {
      await writeSynced(beside, bytes);
      await rename(beside, path);
    } catch (error) {
      await rm(beside, { force: true });
      throw error;
    }
    await syncFolders(folder, first === undefined ? folder : dirname(first));
  }

  async get(name: BlobName): Promise<Uint8Array | null> {
    return readFile(this.pathOf(name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
  }

  async delete(name: BlobName): Promise<void> {
    await rm(this.pathOf(name), { force: true });
  }

  async deleteAll(attachment: string): Promise<void> {
    await rm(this.folderOf(attachment), { recursive: true, force: true });
  }

  private folderOf(attachment: string): string {
    if (!ATTACHMENT.test(attachment)) throw new RangeError('not an attachment id');
    // The last characters of a version 7 UUID are random: 256 folders of even size.
    return join(this.root, attachment.slice(-2), attachment);
  }

  private pathOf({ attachment, part, hash }: BlobName): string {
    if (!Number.isSafeInteger(part) || part < 0 || !HASH.test(hash)) throw new RangeError('not the name of a part');
    return join(this.folderOf(attachment), `${part}-${hash}`);
  }
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Syncs a folder and those above it, up to `last`: the entries that were just made in them are then durable. */
async function syncFolders(from: string, last: string): Promise<void> {
  for (let folder = from; ; folder = dirname(folder)) {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (folder === last || folder === dirname(folder)) return;
  }
}

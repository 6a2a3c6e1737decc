// Deletes uploads that no message took in time. First the bytes, then the row: a crash between is mended by the next run.
import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database.ts';
import { AttachmentRepository } from './attachment.repository.ts';
import { BlobStore } from './blob-store.ts';

const BATCH = 100;

@Injectable()
export class ExpireUploads {
  constructor(
    private readonly database: Database,
    private readonly attachments: AttachmentRepository,
    private readonly blobs: BlobStore,
  ) {}

  /** Answers how many were deleted. */
  async execute(): Promise<number> {
    let deleted = 0;
    for (;;) {
      const ids = await this.database.transaction((tx) => this.attachments.expired(tx, BATCH), 'system');
      for (const id of ids) await this.blobs.deleteAll(id);
      await this.database.transaction((tx) => this.attachments.delete(tx, ids), 'system');
      deleted += ids.length;
      if (ids.length < BATCH) return deleted;
    }
  }
}

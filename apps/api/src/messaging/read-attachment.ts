// Sealed parts of attachments, for the uploader and, once a message has taken them, for the members of its thread.
import { Injectable } from '@nestjs/common';
import { messagingRoutes, Problem, type AttachmentStatus } from '#protocol';
import { AuditLog } from '../audit/audit.port.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { AttachmentRepository, statusOf } from './attachment.repository.ts';
import { BlobStore } from './blob-store.ts';
import { requireMember } from './caller.ts';

@Injectable()
export class ReadAttachment {
  constructor(
    private readonly database: Database,
    private readonly attachments: AttachmentRepository,
    private readonly blobs: BlobStore,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Throws Problem('not-found'). */
  async status(id: string): Promise<AttachmentStatus> {
    requireMember(messagingRoutes.attachmentStatus.access, this.clock);
    return this.database.transaction(async (tx) => {
      const attachment = await this.attachments.find(tx, id);
      if (!attachment) throw new Problem('not-found');
      return statusOf(attachment, await this.attachments.parts(tx, id));
    });
  }

  /** Throws Problem('not-found'); 'gone' when the store has lost the bytes. */
  async part(id: string, part: number): Promise<Uint8Array> {
    requireMember(messagingRoutes.getPart.access, this.clock);
    const stored = await this.database.transaction(async (tx) => {
      const found = await this.attachments.part(tx, id, part);
      if (!found) throw new Problem('not-found');
      await this.audit.record(tx, { action: 'attachment.fetch', object: { kind: 'attachment', id }, details: { part } });
      return found;
    });
    const bytes = await this.blobs.get({ attachment: id, part, hash: stored.hash });
    if (!bytes) throw new Problem('gone', { verdict: 'part-lost' });
    return bytes;
  }
}

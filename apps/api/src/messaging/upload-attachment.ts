// Uploads of attachments in sealed parts. A part is acknowledged when it is durable; sending it again changes nothing.
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { messagingRoutes, Problem, toHex, type AttachmentStatus, type StoredPart } from '#protocol';
import { readSealedPart } from '#openpgp';
import { AuditLog } from '../audit/audit.port.ts';
import { Clock } from '../platform/clock.ts';
import { Database, type Tx } from '../platform/database.ts';
import { AttachmentRepository, statusOf, type Upload } from './attachment.repository.ts';
import { BlobStore } from './blob-store.ts';
import { requireMember, type MemberCaller } from './caller.ts';

/** An upload that no message takes is deleted after this long. */
const UPLOAD_LIFETIME_MS = 7 * 24 * 3600 * 1000;
/** Uploads one officer may have open: two messages' worth. */
const OPEN_UPLOADS = 64;

@Injectable()
export class UploadAttachment {
  constructor(
    private readonly database: Database,
    private readonly attachments: AttachmentRepository,
    private readonly blobs: BlobStore,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Begins, or finds what was begun. Throws Problem('id-reused' | 'too-many-requests'). */
  async begin(id: string, parts: number): Promise<AttachmentStatus> {
    const caller = requireMember(messagingRoutes.createAttachment.access, this.clock);
    const expires = new Date(this.clock.now().getTime() + UPLOAD_LIFETIME_MS);
    return this.database.transaction(async (tx) => {
      const known = await this.attachments.find(tx, id);
      if (known) {
        if (known.officer !== caller.officer || known.parts !== parts) throw new Problem('id-reused');
        return statusOf(known, await this.attachments.parts(tx, id));
      }
      if ((await this.attachments.openUploads(tx, caller.officer)) >= OPEN_UPLOADS) throw new Problem('too-many-requests', { verdict: 'too-many-open-uploads' });
      if (!(await this.attachments.begin(tx, { id, member: caller.member, officer: caller.officer, parts, expires }))) throw new Problem('id-reused');
      return { id, parts, stored: [], message: null, expires: expires.toISOString() };
    });
  }

  /** Throws Problem('not-found' | 'message-refused' | 'already-done' | 'gone'). */
  async putPart(id: string, part: number, bytes: Uint8Array): Promise<StoredPart> {
    const caller = requireMember(messagingRoutes.putPart.access, this.clock);
    const read = readSealedPart(bytes);
    if (!read.ok) throw new Problem('message-refused', { verdict: read.reason });
    const stored = { part, bytes: bytes.length, hash: toHex(createHash('sha256').update(bytes).digest()) };
    const same = await this.database.transaction(async (tx) => this.sameAlready(tx, await this.upload(tx, caller, id, part), stored));
    if (same) return stored;
    // First the bytes, durably; then the row that says they are there.
    await this.blobs.put({ attachment: id, part, hash: stored.hash }, bytes);
    const replaced = await this.database.transaction(async (tx) => {
      const upload = await this.upload(tx, caller, id, part, true);
      if (await this.sameAlready(tx, upload, stored)) return null;
      const before = await this.attachments.part(tx, id, part);
      await this.attachments.putPart(tx, id, stored);
      await this.audit.record(tx, { action: 'attachment.upload', object: { kind: 'attachment', id }, details: { part, bytes: stored.bytes, hash: stored.hash } });
      return before;
    });
    if (replaced) await this.blobs.delete({ attachment: id, part, hash: replaced.hash });
    return stored;
  }

  private async upload(tx: Tx, { officer }: MemberCaller, id: string, part: number, held = false): Promise<Upload> {
    const upload = await this.attachments.find(tx, id, held);
    if (!upload || upload.officer !== officer || part >= upload.parts) throw new Problem('not-found');
    if (upload.expires && upload.expires <= this.clock.now()) throw new Problem('gone');
    return upload;
  }

  /** True: exactly these bytes are stored. Throws Problem('already-done') for other bytes once a message has taken the upload. */
  private async sameAlready(tx: Tx, upload: Upload, { part, hash }: StoredPart): Promise<boolean> {
    const same = (await this.attachments.part(tx, upload.id, part))?.hash === hash;
    if (!same && upload.message !== null) throw new Problem('already-done');
    return same;
  }
}

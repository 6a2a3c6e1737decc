import { Module, type DynamicModule } from '@nestjs/common';
import type { Entrance } from '../app.module.ts';
import { round } from '../platform/round.ts';
import { AddKeyPackets } from './add-key-packets.ts';
import { AttachmentController } from './attachment.controller.ts';
import { AttachmentRepository } from './attachment.repository.ts';
import { BlobStore } from './blob-store.ts';
import { ExpireUploads } from './expire-uploads.ts';
import { FetchMessage } from './fetch-message.ts';
import { FileBlobStore } from './file-blob-store.ts';
import { MarkRead } from './mark-read.ts';
import { MessageController } from './message.controller.ts';
import { MessageRepository } from './message.repository.ts';
import { ReadAttachment } from './read-attachment.ts';
import { RecordLook } from './record-look.ts';
import { ReadThreads } from './read-threads.ts';
import { RewrapMailbox } from './rewrap-mailbox.ts';
import { RewrappingController } from './rewrapping.controller.ts';
import { RewrappingRepository } from './rewrapping.repository.ts';
import { SendMessage } from './send-message.ts';
import { SendingCheck } from './sending-check.ts';
import { ThreadRepository } from './thread.repository.ts';
import { UploadAttachment } from './upload-attachment.ts';

const STORES = [ThreadRepository, MessageRepository, AttachmentRepository, { provide: BlobStore, useClass: FileBlobStore }];

const UPLOADS_MS = 3600 * 1000;

/** HTTP serves threads, messages and attachments; the worker deletes uploads that nobody took. */
@Module({})
export class MessagingModule {
  static forRoot(entrance: Entrance): DynamicModule {
    if (entrance === 'worker') return { module: MessagingModule, providers: [...STORES, ExpireUploads, round('uploads', UPLOADS_MS, ExpireUploads)] };
    return {
      module: MessagingModule,
      controllers: [MessageController, AttachmentController, RewrappingController],
      providers: [...STORES, SendingCheck, SendMessage, FetchMessage, AddKeyPackets, RewrappingRepository, RewrapMailbox, ReadThreads, RecordLook, MarkRead, UploadAttachment, ReadAttachment],
    };
  }
}

import { Controller } from '@nestjs/common';
import { messagingRoutes, type RouteInput } from '#protocol';
import { Handles, Input } from '../platform/handles.ts';
import { ReadAttachment } from './read-attachment.ts';
import { UploadAttachment } from './upload-attachment.ts';

type In<K extends keyof typeof messagingRoutes> = RouteInput<(typeof messagingRoutes)[K]>;

@Controller()
export class AttachmentController {
  constructor(
    private readonly uploads: UploadAttachment,
    private readonly reading: ReadAttachment,
  ) {}

  @Handles(messagingRoutes.createAttachment)
  createAttachment(@Input() { params, body }: In<'createAttachment'>) {
    return this.uploads.begin(params.attachment, body.parts);
  }

  @Handles(messagingRoutes.putPart)
  putPart(@Input() { params, body }: In<'putPart'>) {
    return this.uploads.putPart(params.attachment, params.part, body);
  }

  @Handles(messagingRoutes.attachmentStatus)
  attachmentStatus(@Input() { params }: In<'attachmentStatus'>) {
    return this.reading.status(params.attachment);
  }

  @Handles(messagingRoutes.getPart)
  getPart(@Input() { params }: In<'getPart'>) {
    return this.reading.part(params.attachment, params.part);
  }
}

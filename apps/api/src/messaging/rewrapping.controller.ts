import { Controller } from '@nestjs/common';
import { rewrappingRoutes, type RouteInput } from '#protocol';
import { Handles, Input } from '../platform/handles.ts';
import { RewrapMailbox } from './rewrap-mailbox.ts';

type In<K extends keyof typeof rewrappingRoutes> = RouteInput<(typeof rewrappingRoutes)[K]>;

@Controller()
export class RewrappingController {
  constructor(private readonly mailbox: RewrapMailbox) {}

  @Handles(rewrappingRoutes.rewrapStatus)
  rewrapStatus(@Input() { params }: In<'rewrapStatus'>) {
    return this.mailbox.status(params.epoch);
  }

  @Handles(rewrappingRoutes.messagesUnder)
  messagesUnder(@Input() { body }: In<'messagesUnder'>) {
    return this.mailbox.under(body.epochs);
  }

  @Handles(rewrappingRoutes.takeToRewrap)
  takeToRewrap(@Input() { params, body }: In<'takeToRewrap'>) {
    return this.mailbox.take(params.epoch, body);
  }

  @Handles(rewrappingRoutes.storeRewrapped)
  storeRewrapped(@Input() { params, body }: In<'storeRewrapped'>) {
    return this.mailbox.store(params.epoch, body);
  }
}

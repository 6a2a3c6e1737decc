import { Controller } from '@nestjs/common';
import { messagingRoutes, type RouteInput } from '#protocol';
import { Handles, Input } from '../platform/handles.ts';
import { AddKeyPackets } from './add-key-packets.ts';
import { FetchMessage } from './fetch-message.ts';
import { MarkRead } from './mark-read.ts';
import { ReadThreads } from './read-threads.ts';
import { SendMessage } from './send-message.ts';

type In<K extends keyof typeof messagingRoutes> = RouteInput<(typeof messagingRoutes)[K]>;

@Controller()
export class MessageController {
  constructor(
    private readonly threads: ReadThreads,
    private readonly sending: SendMessage,
    private readonly fetching: FetchMessage,
    private readonly rewrapping: AddKeyPackets,
    private readonly marking: MarkRead,
  ) {}

  @Handles(messagingRoutes.listThreads)
  listThreads(@Input() { query }: In<'listThreads'>) {
    return this.threads.list(query);
  }

  @Handles(messagingRoutes.readThread)
  readThread(@Input() { params, query }: In<'readThread'>) {
    return this.threads.read(params.thread, query);
  }

  @Handles(messagingRoutes.markRead)
  markRead(@Input() { params, body }: In<'markRead'>) {
    return this.marking.execute(params.thread, body.position);
  }

  @Handles(messagingRoutes.sendMessage)
  sendMessage(@Input() { params, body }: In<'sendMessage'>) {
    return this.sending.execute(params.message, body);
  }

  @Handles(messagingRoutes.fetchMessage)
  fetchMessage(@Input() { params }: In<'fetchMessage'>) {
    return this.fetching.execute(params.message);
  }

  @Handles(messagingRoutes.addKeyPackets)
  addKeyPackets(@Input() { params, body }: In<'addKeyPackets'>) {
    return this.rewrapping.execute(params.message, body.keyPackets);
  }
}

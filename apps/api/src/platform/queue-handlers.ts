import { Injectable } from '@nestjs/common';
import type { OutboxTopic, OutboxTopics } from './outbox.ts';

/** One row of the outbox on its way to its effect. */
export interface OutboxTask<T extends OutboxTopic = OutboxTopic> {
  /** The outbox row's id: the same at each attempt, so that an effect can be told from its repetition. */
  readonly id: string;
  readonly payload: OutboxTopics[T];
}

/**
 * Does what a topic asks for. Called at least once, possibly again after it succeeded, possibly in two processes at a time: must be
 * idempotent by `task.id`. Throwing means: again later.
 */
export type OutboxHandler<T extends OutboxTopic> = (task: OutboxTask<T>) => Promise<void>;

/** Who handles what. Features register in onModuleInit; a topic may have several handlers, each of which has to succeed. Worker only. */
@Injectable()
export class OutboxHandlers {
  private readonly byTopic = new Map<string, ((task: OutboxTask<never>) => Promise<void>)[]>();

  register<T extends OutboxTopic>(topic: T, handler: OutboxHandler<T>): void {
    const list = this.byTopic.get(topic) ?? [];
    list.push(handler);
    this.byTopic.set(topic, list);
  }

  /** Throws for a topic that nobody handles: the row stays, and is seen among the dead in the end. */
  async handle(topic: string, task: { readonly id: string; readonly payload: unknown }): Promise<void> {
    const handlers = this.byTopic.get(topic);
    if (!handlers) throw new Error(`nobody handles ${topic}`);
    // Payloads were put under the topic's type, see Outbox.put.
    for (const handler of handlers) await handler(task as OutboxTask<never>);
  }
}

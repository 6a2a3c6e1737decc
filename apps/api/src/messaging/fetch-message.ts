// Hands a sealed message to a reader: the body and the member's own key packets. Reading is recorded.
import { Injectable } from '@nestjs/common';
import { messagingRoutes, Problem, toBase64Url, type SealedMessage } from '#protocol';
import { AuditLog } from '../audit/audit.port.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { requireMember } from './caller.ts';
import { MessageRepository } from './message.repository.ts';

@Injectable()
export class FetchMessage {
  constructor(
    private readonly database: Database,
    private readonly messages: MessageRepository,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Problem('not-found'): no such message, not of my threads, or (verdict `no-key-packet`) none of its key packets is my member's yet. */
  async execute(id: string): Promise<SealedMessage> {
    requireMember(messagingRoutes.fetchMessage.access, this.clock);
    const found = await this.database.transaction(async (tx) => {
      const message = await this.messages.find(tx, id);
      if (!message) throw new Problem('not-found');
      const [newest] = message.keyPackets;
      if (!newest) throw new Problem('not-found', { verdict: 'no-key-packet' });
      await this.audit.record(tx, { action: 'message.fetch', object: { kind: 'message', id }, details: { thread: message.summary.thread, epoch: newest.epoch } });
      return message;
    });
    const entry = (await this.audit.entries([found.audit])).get(found.audit);
    if (!entry) throw new Problem('gone', { verdict: 'audit-entry-erased' });
    const { summary, keyPackets, body, commitment, audit } = found;
    return { summary, keyPackets, body: toBase64Url(body), commitment, audit: { id: audit, entry } };
  }
}

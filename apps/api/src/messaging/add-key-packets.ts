// Takes key packets that come after the message: for members that had no epoch then, and for a member's own later epochs.
import { Injectable } from '@nestjs/common';
import { messagingRoutes, Problem, type ActReceipt, type KeyPacketFor, type MailboxEpoch } from '#protocol';
import { AuditLog } from '../audit/audit.port.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { requireMember } from './caller.ts';
import { MessageRepository } from './message.repository.ts';
import { judgePackets } from './recipients.policy.ts';
import { readLaterPackets } from './sealed-request.ts';
import { SendingCheck } from './sending-check.ts';

@Injectable()
export class AddKeyPackets {
  constructor(
    private readonly database: Database,
    private readonly messages: MessageRepository,
    private readonly check: SendingCheck,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * The originating member may add for pending members, every member for itself. Packets that are there already are left as they are.
   * Throws Problem('not-found' | 'message-refused' | 'recipients-refused' | 'epoch-stale' | 'not-allowed').
   */
  async execute(id: string, keyPackets: readonly KeyPacketFor[]): Promise<{ recipients: MailboxEpoch[]; audit: ActReceipt }> {
    const caller = requireMember(messagingRoutes.addKeyPackets.access, this.clock);
    const packets = readLaterPackets(keyPackets);
    return this.database.transaction(async (tx) => {
      const summary = await this.messages.summary(tx, id);
      if (!summary) throw new Problem('not-found');
      await this.check.sender(tx, caller);
      const allowed = [caller.member, ...(summary.sender.member === caller.member ? summary.pending : [])];
      const problem = judgePackets(allowed, packets, await this.check.mailboxes(tx, allowed));
      if (problem) throw problem;
      const recipients = await this.messages.addPackets(tx, id, packets);
      const audit = await this.audit.record(tx, { action: 'message.rewrap', object: { kind: 'message', id }, details: { thread: summary.thread, recipients } });
      return { recipients, audit };
    });
  }
}

// A member's clients bring older mail under its current epoch, batch by batch. Which older epochs, they decide; the hub opens nothing.
import { Injectable } from '@nestjs/common';
import { rewrappingRoutes, type RouteAnswer, type RouteInput } from '#protocol';
import { AuditLog } from '../audit/audit.port.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { requireMember } from './caller.ts';
import { judgePackets } from './recipients.policy.ts';
import { RewrappingRepository } from './rewrapping.repository.ts';
import { readLaterPackets } from './sealed-request.ts';
import { SendingCheck } from './sending-check.ts';

type In<K extends keyof typeof rewrappingRoutes> = RouteInput<(typeof rewrappingRoutes)[K]>;
type Out<K extends keyof typeof rewrappingRoutes> = RouteAnswer<(typeof rewrappingRoutes)[K]>;

/** Time to re-wrap one batch on an old machine and a slow link. */
const LEASE_MS = 60_000;

@Injectable()
export class RewrapMailbox {
  constructor(
    private readonly database: Database,
    private readonly rewrapping: RewrappingRepository,
    private readonly check: SendingCheck,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async status(epoch: string): Promise<Out<'rewrapStatus'>> {
    const { member } = requireMember(rewrappingRoutes.rewrapStatus.access, this.clock);
    return this.database.transaction((tx) => this.rewrapping.status(tx, member, epoch));
  }

  async under(epochs: readonly string[]): Promise<Out<'messagesUnder'>> {
    const { member } = requireMember(rewrappingRoutes.messagesUnder.access, this.clock);
    const { messages, first, last } = await this.database.transaction((tx) => this.rewrapping.under(tx, member, epochs));
    return { messages, first: first?.toISOString() ?? null, last: last?.toISOString() ?? null };
  }

  /** Lends messages, with their older key packets, to one client. Throws Problem('not-allowed'). */
  async take(epoch: string, { from, before }: In<'takeToRewrap'>['body']): Promise<Out<'takeToRewrap'>> {
    const caller = requireMember(rewrappingRoutes.takeToRewrap.access, this.clock);
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      await this.check.sender(tx, caller);
      const items = await this.rewrapping.take(tx, caller.member, { epoch, from, before, now, until: new Date(now.getTime() + LEASE_MS) });
      if (items.length > 0) await this.audit.record(tx, { action: 'mailbox.take', object: { kind: 'epoch', id: epoch }, details: { epoch, messages: items.length } });
      return { items };
    });
  }

  /** Idempotent: a message that has a packet for the epoch keeps it. Throws Problem('message-refused' | 'recipients-refused' | 'epoch-stale' | 'not-allowed'). */
  async store(epoch: string, { packets: given }: In<'storeRewrapped'>['body']): Promise<Out<'storeRewrapped'>> {
    const caller = requireMember(rewrappingRoutes.storeRewrapped.access, this.clock);
    const { member } = caller;
    const packets = given.flatMap(({ packet }) => readLaterPackets([{ member, epoch, packet }]));
    return this.database.transaction(async (tx) => {
      await this.check.sender(tx, caller);
      const mailboxes = await this.check.mailboxes(tx, [member]);
      for (const packet of packets) {
        const problem = judgePackets([member], [packet], mailboxes);
        if (problem) throw problem;
      }
      const stored = await this.rewrapping.store(tx, member, epoch, packets.map(({ bytes }, i) => ({ message: given[i]!.message, bytes })));
      if (stored.length > 0) await this.audit.record(tx, { action: 'mailbox.rewrap', object: { kind: 'epoch', id: epoch }, details: { epoch, messages: stored } });
      return { stored: stored.length };
    });
  }
}

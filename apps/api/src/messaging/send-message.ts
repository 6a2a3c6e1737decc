// Accepts a sealed message (TRUST.md "Server's checks"): who sends, the packets' form, exactly the right key packets, then one statement stores all.
import { Injectable } from '@nestjs/common';
import { AuditContext, AuditEntry, messagingRoutes, parseCanonical, Problem, type SendMessage as SendRequest, type SendReceipt } from '#protocol';
import { AuditLog } from '../audit/audit.port.ts';
import { Clock } from '../platform/clock.ts';
import { Database, sqlState, type Tx } from '../platform/database.ts';
import { requireMember, type MemberCaller } from './caller.ts';
import { MessageRepository, type StoredAct } from './message.repository.ts';
import { judgeRecipients } from './recipients.policy.ts';
import { readSealedRequest, type SealedRequest } from './sealed-request.ts';
import { SendingCheck } from './sending-check.ts';

const UNIQUE_VIOLATION = '23505';

@Injectable()
export class SendMessage {
  constructor(
    private readonly database: Database,
    private readonly messages: MessageRepository,
    private readonly check: SendingCheck,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * Idempotent by id: the same request again gives the same receipt, whatever changed since; the id with anything else is 'id-reused'.
   * Throws Problem('message-refused' | 'thread-refused' | 'epoch-stale' | 'recipients-refused' | 'not-allowed' | 'id-reused').
   */
  async execute(id: string, request: SendRequest): Promise<SendReceipt> {
    const caller = requireMember(messagingRoutes.sendMessage.access, this.clock);
    const sealed = readSealedRequest(caller.officer, request);
    const attempt = () => this.database.transaction((tx) => this.accept(tx, caller, id, request, sealed));
    try {
      return await attempt();
    } catch (error) {
      if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
    }
    // Somebody used the id a moment ago: this very request, sent twice at once, or another.
    try {
      return await attempt();
    } catch (error) {
      throw sqlState(error) === UNIQUE_VIOLATION ? new Problem('id-reused') : error;
    }
  }

  private async accept(tx: Tx, caller: MemberCaller, id: string, request: SendRequest, sealed: SealedRequest): Promise<SendReceipt> {
    const { thread, members, commitment, attachments } = request;
    const { done, members: known } = await this.messages.before(tx, caller.officer, id, thread);
    if (done) return sameAct(id, done, sealed);
    const certificate = await this.check.sender(tx, caller);
    const problem = judgeRecipients(caller.member, members, sealed.packets, await this.check.mailboxes(tx, members));
    if (problem) throw problem;
    await this.check.thread(tx, thread, members, known);

    const recipients = sealed.packets.map(({ member, epoch }) => ({ member, epoch }));
    const { row, ...audit } = this.audit.prepare({
      action: 'message.send',
      object: { kind: 'message', id },
      details: { thread, certificate, commitment, body: sealed.bodyHash, bytes: sealed.body.length, recipients },
    });
    const stored = await this.messages.store(tx, {
      id, thread, sender: { member: caller.member, officer: caller.officer, certificate }, accepted: new Date(audit.entry.time),
      commitment, request: sealed.request, packets: sealed.packets, attachments, body: sealed.body, audit: row,
    });
    if (!stored) throw new Problem('thread-refused');
    if (stored.taken !== attachments.length) throw new Problem('message-refused', { verdict: 'attachment-not-complete' });
    return { message: id, thread, position: stored.position, accepted: audit.entry.time, audit };
  }
}

function sameAct(id: string, { thread, position, request, audit, entry, context }: StoredAct, sealed: SealedRequest): SendReceipt {
  if (!sealed.request.equals(request)) throw new Problem('id-reused');
  const recorded = AuditEntry.parse(parseCanonical(entry));
  return { message: id, thread, position, accepted: recorded.time, audit: { id: audit, entry: recorded, context: AuditContext.parse(parseCanonical(context)) } };
}

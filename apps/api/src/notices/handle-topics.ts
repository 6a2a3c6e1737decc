import { Injectable, type OnModuleInit } from '@nestjs/common';
import { OutboxHandlers } from '../platform/queue-handlers.ts';
import { Announce } from './announce.ts';
import { NoticeRecipients } from './notice-recipients.ts';

/** Which topics become notices. Worker only. */
@Injectable()
export class HandleTopics implements OnModuleInit {
  constructor(
    private readonly handlers: OutboxHandlers,
    private readonly announce: Announce,
    private readonly recipients: NoticeRecipients,
  ) {}

  onModuleInit(): void {
    this.handlers.register('message.waiting', ({ id, payload }) => this.announce.execute(id, async (tx) => [await this.recipients.ofMessage(tx, payload)]));
    this.handlers.register('keys.overdue', ({ id, payload }) => this.announce.execute(id, async (tx) => [await this.recipients.ofKeys(tx, payload)]));
    this.handlers.register('account.notice', ({ id, payload }) => this.announce.execute(id, async (tx) => [await this.recipients.ofAccount(tx, payload)]));
    this.handlers.register('address.asked', ({ id, payload }) => this.announce.execute(id, async (tx) => [await this.recipients.ofAskedAddress(tx, payload)]));
    this.handlers.register('address.changed', ({ id, payload }) => this.announce.execute(id, async (tx) => [await this.recipients.ofChangedAddress(tx, payload)]));
    this.handlers.register('invitation.made', ({ id, payload }) => this.announce.execute(id, async (tx) => [await this.recipients.ofInvitation(tx, payload)]));
    this.handlers.register('directory.proposal', ({ id, payload }) => this.announce.execute(id, async (tx) => [await this.recipients.ofEntryProposal(tx, payload)]));
    this.handlers.register('directory.reminder', ({ id, payload }) => this.announce.execute(id, async (tx) => [await this.recipients.ofReminder(tx, payload)]));
    this.handlers.register('attestation.due', ({ id, payload }) => this.announce.execute(id, async (tx) => [await this.recipients.ofAttestation(tx, payload)]));
    this.handlers.register('application.changed', ({ id, payload }) => this.announce.execute(id, async (tx) => [await this.recipients.ofApplicant(tx, payload)]));
    this.handlers.register('application.waits', ({ id }) => this.announce.execute(id, async (tx) => [await this.recipients.ofWaitingApplication(tx)]));
    this.handlers.register('statement.appended', ({ id, payload }) => this.announce.execute(id, (tx) => this.recipients.ofStatement(tx, payload)));
  }
}

import { Module, type DynamicModule } from '@nestjs/common';
import { Announce } from './announce.ts';
import { HandleTopics } from './handle-topics.ts';
import { NoticeRecipients } from './notice-recipients.ts';
import { NoticeRepository } from './notice.repository.ts';
import { NoticesController } from './notices.controller.ts';
import { SendMail } from './send-mail.ts';
import { ShowSpool } from './show-spool.ts';

/** Mail without content. Sent by the worker; the spool is shown by HTTP. */
@Module({})
export class NoticesModule {
  static forRoot(entrance: 'http' | 'worker'): DynamicModule {
    return entrance === 'http'
      ? { module: NoticesModule, controllers: [NoticesController], providers: [NoticeRepository, ShowSpool] }
      : { module: NoticesModule, providers: [NoticeRepository, NoticeRecipients, SendMail, Announce, HandleTopics] };
  }
}

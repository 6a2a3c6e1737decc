import { Module, type DynamicModule } from '@nestjs/common';
import { Announce } from './announce.ts';
import { ChooseNotices } from './choose-notices.ts';
import { FailingMail } from './failing-mail.ts';
import { HandleTopics } from './handle-topics.ts';
import { ListMailFailures } from './list-mail-failures.ts';
import { NoticeRecipients } from './notice-recipients.ts';
import { NoticeRepository } from './notice.repository.ts';
import { NoticesController } from './notices.controller.ts';
import { SendMail } from './send-mail.ts';
import { OwnAddress } from './own-address.ts';
import { OwnNotices } from './own-notices.ts';
import { PreferenceRepository } from './preference.repository.ts';

/** Mail without content. Sent by the worker; shown, and chosen, by HTTP. */
@Module({})
export class NoticesModule {
  static forRoot(entrance: 'http' | 'worker'): DynamicModule {
    return entrance === 'http'
      ? { module: NoticesModule, controllers: [NoticesController], providers: [NoticeRepository, PreferenceRepository, OwnAddress, OwnNotices, ChooseNotices, FailingMail, ListMailFailures] }
      : { module: NoticesModule, providers: [NoticeRepository, PreferenceRepository, NoticeRecipients, SendMail, Announce, HandleTopics] };
  }
}

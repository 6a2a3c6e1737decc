import { Module } from '@nestjs/common';
import { RemindConfirmations } from './remind-confirmations.ts';
import { RunReminders } from './run-reminders.ts';

/** Worker only. */
@Module({ providers: [RemindConfirmations, RunReminders] })
export class ReminderModule {}

import { Module } from '@nestjs/common';
import { round } from '../../platform/round.ts';
import { RemindConfirmations } from './remind-confirmations.ts';

const EVERY_MS = 3600 * 1000;

/** Worker only. */
@Module({ providers: [RemindConfirmations, round('confirmations', EVERY_MS, RemindConfirmations)] })
export class ReminderModule {}

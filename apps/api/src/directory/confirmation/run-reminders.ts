// The worker's round: reminders of confirmations that are due.
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { RemindConfirmations } from './remind-confirmations.ts';

const EVERY_MS = 3600 * 1000;

@Injectable()
export class RunReminders implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(RunReminders.name);
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly remind: RemindConfirmations) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.running = this.running.then(() => this.turn());
    }, EVERY_MS);
    this.timer.unref();
    this.running = this.turn();
  }

  async onModuleDestroy(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.running;
  }

  private async turn(): Promise<void> {
    try {
      await this.remind.execute();
    } catch (error) {
      this.logger.error({ err: error }, 'reminders of confirmations were not asked for; trying again');
    }
  }
}

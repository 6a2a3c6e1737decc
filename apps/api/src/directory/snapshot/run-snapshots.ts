import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { MakeSnapshot } from './make-snapshot.ts';

const EVERY_MS = 60_000;

/** Looks every minute whether the directory has changed. Worker only. */
@Injectable()
export class RunSnapshots implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(RunSnapshots.name);
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly make: MakeSnapshot) {}

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
      await this.make.execute();
    } catch (error) {
      this.logger.error({ err: error }, 'no snapshot of the directory was made; trying again');
    }
  }
}

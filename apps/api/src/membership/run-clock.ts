// The worker's hours: log.time at least daily, proposals that ran out, keys that nobody renewed, attestations that are due.
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { ExpireProposals } from './expire-proposals.ts';
import { KeepTime } from './keep-time.ts';
import { RemindOfKeys } from './remind-of-keys.ts';
import { RemindAttestations } from './remind-attestations.ts';

const EVERY_MS = 60_000;

@Injectable()
export class RunClock implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(RunClock.name);
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly time: KeepTime,
    private readonly proposals: ExpireProposals,
    private readonly keys: RemindOfKeys,
    private readonly attestations: RemindAttestations,
  ) {}

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
      await this.time.execute();
      await this.proposals.execute();
      await this.keys.execute();
      await this.attestations.execute();
    } catch (error) {
      this.logger.error({ err: error }, 'the trust log’s clock was not written; trying again');
    }
  }
}

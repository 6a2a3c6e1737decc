// Tells streams that the trust log has grown: at once when the database says so, and looking now and then in any case.
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { TrustView } from '../membership/membership.port.ts';
import { DatabaseSignals } from '../platform/database-signals.ts';
import { LiveStreams } from './live-streams.ts';

const LOOK_MS = 5000;

@Injectable()
export class FollowTrustLog implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(FollowTrustLog.name);
  private timer: NodeJS.Timeout | undefined;
  private known = 0;

  constructor(
    private readonly signals: DatabaseSignals,
    private readonly trust: TrustView,
    private readonly streams: LiveStreams,
  ) {}

  get size(): number {
    return this.known;
  }

  onApplicationBootstrap(): void {
    this.signals.on('globe_trust', (size) => this.reached(Number(size)));
    this.timer = setInterval(() => void this.look(), LOOK_MS);
    this.timer.unref();
    void this.look();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    try {
      this.reached(await this.trust.size());
    } catch (error) {
      this.logger.warn(`the trust log could not be looked at: ${error instanceof Error ? error.message : 'unknown'}`);
    }
  }

  private reached(size: number): void {
    if (!Number.isSafeInteger(size) || size <= this.known) return;
    this.known = size;
    this.streams.grown(size);
  }
}

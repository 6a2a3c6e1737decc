// Ends what is open for sessions that are over. The database says so with the commit; should it not be heard, we look, twice a second.
import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { SessionEnds } from '../identity/identity.port.ts';
import { DatabaseSignals } from '../platform/database-signals.ts';
import { OpenWork } from '../platform/open-work.ts';

/** Between looks while signals are heard: for sessions that run out, and for what fell between a look-up and its registration. */
const LOOK_MS = 5000;
const LOOK_UNHEARING_MS = 400;

@Injectable()
export class CutOff implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(CutOff.name);
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private looked = 0;

  constructor(
    private readonly signals: DatabaseSignals,
    private readonly ends: SessionEnds,
    private readonly work: OpenWork,
  ) {}

  onApplicationBootstrap(): void {
    this.signals.on('globe_session', (session) => {
      if (this.work.sessions().includes(session)) void this.look([session]);
    });
    this.signals.onBeginning(() => void this.look(this.work.sessions()));
    this.running = this.run();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** Whether these are over. Never throws: a database that does not answer is asked again. */
  async look(sessions: readonly string[]): Promise<void> {
    if (sessions.length === 0) return;
    try {
      for (const { session, why } of await this.ends.among(sessions)) this.work.end(session, why);
    } catch (error) {
      this.looked = 0;
      this.logger.warn(`sessions could not be looked at: ${error instanceof Error ? error.message : 'unknown'}`);
    }
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      await delay(LOOK_UNHEARING_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      if (this.signals.hears && Date.now() - this.looked < LOOK_MS) continue;
      this.looked = Date.now();
      await this.look(this.work.sessions());
    }
  }
}

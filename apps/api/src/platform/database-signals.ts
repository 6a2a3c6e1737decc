// What PostgreSQL tells all processes with a commit (LISTEN/NOTIFY), on a connection of its own. Signals can be missed; whoever uses them also looks.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Client } from 'pg';
import { CONFIG, type Config } from './config.ts';

/** Channels, as the triggers of the migrations name them. */
export type SignalChannel = 'globe_session' | 'globe_trust';
const CHANNELS: readonly SignalChannel[] = ['globe_session', 'globe_trust'];
/** For hearing oneself: a pooler may take LISTEN and never deliver. */
const PROOF = 'globe_proof';

const ASK_EVERY_MS = 2000;
const ANSWER_MS = 1000;
const PAUSES_MS = [100, 250, 500, 1000, 2000, 5000];

@Injectable()
export class DatabaseSignals implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(DatabaseSignals.name);
  private readonly stopping = new AbortController();
  private readonly listeners = new Map<SignalChannel, (payload: string) => void>();
  private readonly beginnings: (() => void)[] = [];
  private running: Promise<void> = Promise.resolve();
  private hearing = false;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** False: signals are being missed. */
  get hears(): boolean {
    return this.hearing;
  }

  on(channel: SignalChannel, listener: (payload: string) => void): void {
    this.listeners.set(channel, listener);
  }

  /** Each time hearing begins: what happened before was missed. */
  onBeginning(listener: () => void): void {
    this.beginnings.push(listener);
  }

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    for (let failures = 0; !this.stopping.signal.aborted; failures++) {
      try {
        await this.listen(() => (failures = 0));
      } catch (error) {
        if (failures === 0) this.logger.warn(`not listening to the database: ${error instanceof Error ? error.message : 'unknown'}`);
      }
      this.hearing = false;
      await this.pause(PAUSES_MS[Math.min(failures, PAUSES_MS.length - 1)]!);
    }
  }

  /** Until the connection is lost or we stop. */
  private async listen(begun: () => void): Promise<void> {
    const client = new Client({ connectionString: this.config.database.signals, application_name: 'globe-signals', connectionTimeoutMillis: ANSWER_MS * 2, query_timeout: ANSWER_MS, keepAlive: true });
    const lost = new AbortController();
    client.on('error', () => lost.abort());
    client.on('end', () => lost.abort());
    client.on('notification', ({ channel, payload = '' }) => this.listeners.get(channel as SignalChannel)?.(payload));
    try {
      await client.connect();
      await client.query([...CHANNELS, PROOF].map((channel) => `LISTEN ${channel}`).join('; '));
      await hearsItself(client);
      begun();
      this.hearing = true;
      for (const listener of this.beginnings) listener();
      while (!lost.signal.aborted && !this.stopping.signal.aborted) {
        await delay(ASK_EVERY_MS, undefined, { signal: AbortSignal.any([lost.signal, this.stopping.signal]) }).catch(() => undefined);
        if (!lost.signal.aborted && !this.stopping.signal.aborted) await client.query('SELECT 1');
      }
    } finally {
      this.hearing = false;
      void client.end().catch(() => undefined);
    }
  }

  private async pause(milliseconds: number): Promise<void> {
    await delay(milliseconds, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}

/** Throws when what is notified here does not come back. */
async function hearsItself(client: Client): Promise<void> {
  const proof = randomUUID();
  let heard = false;
  client.on('notification', ({ payload }) => {
    heard ||= payload === proof;
  });
  await client.query('SELECT pg_notify($1, $2)', [PROOF, proof]);
  // PostgreSQL delivers it before it answers what comes next on this connection.
  await client.query('SELECT 1');
  if (!heard) throw new Error('LISTEN is taken and nothing is delivered; give SIGNALS_DATABASE_URL a connection past the pooler');
}

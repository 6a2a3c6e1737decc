// Work that the worker does again and again: reminders, endings, the log's clock.
import { Logger, type OnApplicationBootstrap, type OnModuleDestroy, type Provider, type Type } from '@nestjs/common';

/** One step of a round. Idempotent: it may be ended between any two of its transactions and is begun anew in the next round. */
export interface RoundStep {
  execute(): Promise<unknown>;
}

/** Runs its steps one after the other at start and again `everyMs` milliseconds after each round has ended. A step that fails is logged and holds nothing back. */
export class Round implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger: Logger;
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();
  private ended = false;

  constructor(
    name: string,
    private readonly everyMs: number,
    private readonly steps: readonly RoundStep[],
  ) {
    this.logger = new Logger(`Round ${name}`);
  }

  onApplicationBootstrap(): void {
    this.running = this.turn();
  }

  /** Waits for the step under way; those after it are left to the next start. */
  async onModuleDestroy(): Promise<void> {
    this.ended = true;
    if (this.timer !== null) clearTimeout(this.timer);
    await this.running;
  }

  private async turn(): Promise<void> {
    for (const step of this.steps) {
      if (this.ended) return;
      try {
        await step.execute();
      } catch (error) {
        this.logger.error({ err: error }, `${step.constructor.name} failed; trying again in ${this.everyMs / 1000} s`);
      }
    }
    if (this.ended) return;
    this.timer = setTimeout(() => {
      this.running = this.turn();
    }, this.everyMs).unref();
  }
}

/** A provider that runs `steps`, which the module has to provide too. */
export function round(name: string, everyMs: number, ...steps: readonly Type<RoundStep>[]): Provider {
  return { provide: Symbol(`Round ${name}`), inject: [...steps], useFactory: (...made: RoundStep[]) => new Round(name, everyMs, made) };
}

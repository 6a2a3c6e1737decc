// Every refusal leaves a trace: of known callers each one, of unknown ones a count per address block, route and minute.
import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Problem, ProblemCode } from '#protocol';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database.ts';
import { RefusalListener } from '../platform/problem-filter.ts';
import { currentContext, runInContext } from '../platform/request-context.ts';
import { addressBlock } from './address-block.ts';
import { RecordAct } from './record-act.ts';

interface Count {
  readonly block: string;
  readonly route: string;
  readonly code: ProblemCode;
  times: number;
}

const MINUTE_MS = 60_000;
/** Different counts kept of one minute; what comes on top is counted for all addresses together. */
const COUNTS_LIMIT = 2000;
const OTHERS = 'others';

/** Counts live in memory until their minute ends: a killed process loses at most the counts of a minute, never an act. */
@Injectable()
export class RecordRefusals extends RefusalListener implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(RecordRefusals.name);
  private counts = new Map<string, Count>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly acts: RecordAct,
  ) {
    super();
  }

  onApplicationBootstrap(): void {
    this.wait();
  }

  async onModuleDestroy(): Promise<void> {
    clearTimeout(this.timer);
    await this.flush();
  }

  async refused(problem: Problem, route: string): Promise<void> {
    if (problem.status >= 500 || this.acts.refusalIsRecorded()) return;
    const { principal, address } = currentContext();
    if (!principal || problem.code === 'too-many-requests') return this.count(addressBlock(address), route, problem.code);
    await this.database.transaction((tx) => this.acts.record(tx, { action: 'request.refused', object: null, details: { route, times: 1 }, refused: problem.code }));
  }

  private count(block: string, route: string, code: ProblemCode, times = 1): void {
    const key = [block, route, code].join(' ');
    const known = this.counts.get(key);
    if (known) known.times += times;
    else if (this.counts.size < COUNTS_LIMIT || block === OTHERS) this.counts.set(key, { block, route, code, times });
    else this.count(OTHERS, route, code, times);
  }

  private wait(): void {
    const untilNextMinute = MINUTE_MS - (this.clock.now().getTime() % MINUTE_MS);
    this.timer = setTimeout(() => void this.flush().finally(() => this.wait()), untilNextMinute).unref();
  }

  /** Writes what was counted and begins anew; keeps the counts when the database does not take them. */
  private async flush(): Promise<void> {
    const counts = this.counts;
    if (counts.size === 0) return;
    this.counts = new Map();
    try {
      await this.database.transaction(async (tx) => {
        for (const { block, route, code, times } of counts.values()) {
          await runInContext({ correlation: randomUUID(), address: block, principal: null }, () =>
            this.acts.record(tx, { action: 'request.refused', object: null, details: { route, times }, refused: code }),
          );
        }
      }, 'system');
    } catch (error) {
      this.logger.error({ err: error }, 'refusals could not be recorded; trying again in a minute');
      for (const { block, route, code, times } of counts.values()) this.count(block, route, code, times);
    }
  }
}

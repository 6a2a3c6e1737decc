// The one way to the database. Transactions carry who is asking into PostgreSQL, where row-level security reads it.
import { Socket } from 'node:net';
import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource, QueryRunnerAlreadyReleasedError, type EntityManager } from 'typeorm';
import { Problem } from '#protocol';
import { CONFIG, type Config } from './config.ts';
import { currentContext } from './request-context.ts';

/** A running transaction: the proof, in types, that a write is inside one. */
export interface Tx {
  readonly manager: EntityManager;
  /** Rows of one statement, positional parameters. */
  query<Row extends object = Record<string, unknown>>(sql: string, parameters?: unknown[]): Promise<Row[]>;
}

/** Sends what is written in one go together: the statements of a `read` are one packet, and wake the server once. */
class GatheringSocket extends Socket {
  override write(data: Uint8Array | string, encoding?: BufferEncoding | Written, written?: Written): boolean {
    if (this.writableCorked === 0) {
      this.cork();
      process.nextTick(() => this.uncork());
    }
    return typeof encoding === 'function' ? super.write(data, encoding) : super.write(data, encoding, written);
  }
}
type Written = (error?: Error | null) => void;

/** As much of a pg client as `read` uses. */
interface Pipeline {
  query(query: string | { name: string; text: string; values: unknown[] }): Promise<{ rows: object[] }>;
}

/** serialization_failure, deadlock_detected: the whole transaction may be run again. */
const RETRY = new Set(['40001', '40P01']);
const ATTEMPTS = 4;
const UUID = /^[0-9a-f-]{36}$/;

/** For background work that belongs to no member; row-level security lets it see all rows it is granted. */
export type Scope = 'caller' | 'system';

@Injectable()
export class Database implements OnApplicationShutdown {
  private readonly logger = new Logger(Database.name);
  private readonly source: DataSource;
  private ready: Promise<DataSource> | null = null;

  constructor(@Inject(CONFIG) config: Config) {
    this.source = new DataSource({
      type: 'postgres',
      url: config.database.app,
      applicationName: 'globe-hub',
      poolSize: 20,
      // Statements given together travel together, in order: see `read`.
      extra: { pipeline: true, stream: () => new GatheringSocket() },
      synchronize: false,
      logging: false,
      entities: [],
      // Without a listener an idle connection that breaks would end the process.
      poolErrorHandler: (error: Error) => this.logger.warn(`idle connection lost: ${error.message}`),
    });
  }

  private connected(): Promise<DataSource> {
    this.ready ??= this.source.initialize().catch((error: unknown) => {
      this.ready = null;
      throw error;
    });
    return this.ready;
  }

  /**
   * Runs `work` between BEGIN and COMMIT, again from the start on serialization failures. External effects do not belong
   * inside: put an outbox row. Throws what `work` throws, after ROLLBACK; Problem('unavailable') when there is no database.
   */
  async transaction<T>(work: (tx: Tx) => Promise<T>, scope: Scope = 'caller'): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.once(work, scope);
      } catch (error) {
        if (attempt >= ATTEMPTS || !RETRY.has(sqlState(error))) throw error;
      }
    }
  }

  private async once<T>(work: (tx: Tx) => Promise<T>, scope: Scope): Promise<T> {
    const runner = (await this.connected().catch(unavailable)).createQueryRunner();
    await runner.connect().catch(unavailable);
    try {
      // One round trip: begin, and who is asking. Values are checked identifiers, so that they may stand in the text.
      await runner.query(`BEGIN; ${settings(scope)}`);
      const tx: Tx = {
        manager: runner.manager,
        // The structured result: without it UPDATE and DELETE answer [rows, count] instead of their RETURNING rows.
        query: async <Row>(sql: string, parameters?: unknown[]) => (await runner.query(sql, parameters, true)).records as Row[],
      };
      const result = await work(tx);
      await runner.query('COMMIT');
      return result;
    } catch (error) {
      await runner.query('ROLLBACK').catch(() => undefined);
      // Whether a COMMIT that was under way took effect is unknown: the caller asks again, and acts are idempotent.
      if (isConnectionLost(error)) unavailable(error);
      throw error;
    } finally {
      await runner.release();
    }
  }

  /**
   * Rows of one statement that only reads, as `transaction` would give them, in one round trip instead of three: begin, who is
   * asking, the statement and commit leave together. `name` names the statement for this database, so that it is planned once.
   */
  async read<Row extends object>({ name, sql }: { name: string; sql: string }, parameters: unknown[], scope: Scope = 'caller'): Promise<Row[]> {
    const runner = (await this.connected().catch(unavailable)).createQueryRunner();
    try {
      const client = (await runner.connect().catch(unavailable)) as Pipeline;
      // Should the first fail, the second reads as nobody or not at all.
      const [begun, read, ended] = await Promise.allSettled([client.query(`BEGIN READ ONLY; ${settings(scope)}`), client.query({ name, text: sql, values: parameters }), client.query('COMMIT')]);
      for (const outcome of [begun, read, ended]) if (outcome.status === 'rejected') throw outcome.reason;
      return read.status === 'fulfilled' ? (read.value.rows as Row[]) : [];
    } catch (error) {
      if (isConnectionLost(error)) unavailable(error);
      throw error;
    } finally {
      await runner.release();
    }
  }

  /** After onModuleDestroy, in which whoever uses it finishes. */
  async onApplicationShutdown(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy();
  }
}

function unavailable(error: unknown): never {
  throw Object.assign(new Problem('unavailable', { retryAfter: 2 }), { cause: error });
}

/**
 * The server went away under a statement: it said so (connection exceptions, shutdown, crash), or the socket broke, or
 * it broke between two statements, upon which TypeORM takes the runner away.
 */
function isConnectionLost(error: unknown): boolean {
  if (error instanceof QueryRunnerAlreadyReleasedError) return true;
  if (/^(08|57P0[123])|^(ECONN|EPIPE|ETIMEDOUT)/.test(sqlState(error))) return true;
  return error instanceof Error && /^Connection terminated|not queryable$/.test(error.message);
}

export function sqlState(error: unknown): string {
  const driver = (error as { driverError?: { code?: unknown }; code?: unknown } | null)?.driverError ?? (error as { code?: unknown } | null);
  return typeof driver?.code === 'string' ? driver.code : '';
}

function setting(name: string, id: string | null): string {
  if (id !== null && !UUID.test(id)) throw new Error(`not an identifier: ${name}`);
  return `set_config('globe.${name}', '${id ?? ''}', true)`;
}

function settings(scope: Scope): string {
  const principal = scope === 'caller' ? currentContext().principal : null;
  const role = scope === 'system' ? 'system' : (principal?.role ?? 'anonymous');
  return `SELECT ${setting('member', principal?.member ?? null)}, ${setting('officer', principal?.officer ?? null)}, ${setting('account', principal?.account ?? null)}, set_config('globe.role', '${role}', true)`;
}

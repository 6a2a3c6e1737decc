// Takes new entries into both logs. One transaction a batch: leaves, tiles and checkpoints are there together or not at all.
import type { Pool, PoolClient } from 'pg';
import { emptyRoot, EMPTY_RANGE, trustExtension, vkeyText, type LogName, type NoteSigner, type TreeHead } from '#transparency-log';
import { addCheckpoint, readState, renewCosignature, type LogState } from './checkpoint-store.ts';
import { newTrustLeaves, pendingAuditEntries, placeAuditEntries } from './leaf-source.ts';
import type { Sql } from './sql.ts';
import { growTree } from './tile-store.ts';

export type LogSigners = Readonly<Record<LogName, NoteSigner>>;

/** Advisory lock: whoever holds it may extend the logs. */
const SEQUENCER_LOCK = 7106003;
/** Audit entries of one batch; the rest waits for the next. */
export const BATCH_LIMIT = 10_000;

/**
 * Any number of these may run, in any number of processes: the advisory lock lets one work at a time, and the checkpoints'
 * constraints stop a second one even without it. Every method either commits whole or changes nothing, so it may be
 * killed anywhere and simply called again.
 */
export class Sequencer {
  private readonly pool: Pick<Pool, 'connect'>;
  private readonly signers: LogSigners;
  private readonly now: () => Date;

  constructor(pool: Pick<Pool, 'connect'>, signers: LogSigners, now: () => Date) {
    this.pool = pool;
    this.signers = signers;
    this.now = now;
  }

  /** Registers the logs' keys and signs the empty trees, once. Throws if the database was begun with other keys. */
  async begin(): Promise<void> {
    await this.exclusively(async (sql) => {
      for (const log of ['trust', 'audit'] as const) {
        const vkey = vkeyText(this.signers[log].key);
        await sql.query('INSERT INTO log_key (log, vkey) VALUES ($1, $2) ON CONFLICT DO NOTHING', [log, vkey]);
        const [known] = await sql.query<{ vkey: string }>('SELECT vkey FROM log_key WHERE log = $1', [log]);
        if (known?.vkey !== vkey) throw new WrongLogKey(log);
        if (await readState(sql, log, this.signers[log])) continue;
        const extensions = log === 'audit' ? [trustExtension({ size: 0, root: emptyRoot() })] : [];
        await addCheckpoint(sql, log, -1, EMPTY_RANGE, extensions, this.signers[log], this.now().getTime());
      }
    }, 'wait');
  }

  /** One batch. Returns how many leaves it took in; 0 also when another sequencer is at work. */
  async step(): Promise<number> {
    const added = await this.exclusively(async (sql) => {
      const trust = await this.state(sql, 'trust');
      const audit = await this.state(sql, 'audit');
      // The order matters. Each statement sees what is committed when it starts, so the trust log read second includes every
      // removal that any of these acts could have followed: an act is never shown under an older trust log than it was judged by.
      const entries = await pendingAuditEntries(sql, BATCH_LIMIT);
      const statements = await newTrustLeaves(sql, trust.range.size);
      const time = this.now().getTime();
      let trustHead: TreeHead = trust.checkpoint;
      if (statements.length > 0) {
        const range = await growTree(sql, 'trust', trust.range, statements);
        await addCheckpoint(sql, 'trust', trust.range.size, range, [], this.signers.trust, time);
        trustHead = (await this.state(sql, 'trust')).checkpoint;
      }
      if (entries.length > 0) {
        const range = await growTree(sql, 'audit', audit.range, entries.map(({ hash }) => hash));
        await placeAuditEntries(sql, audit.range.size, entries);
        await addCheckpoint(sql, 'audit', audit.range.size, range, [trustExtension(trustHead)], this.signers.audit, time);
      }
      return statements.length + entries.length;
    }, 'skip');
    return added ?? 0;
  }

  /** Renews the logs' own timestamped cosignatures on the newest checkpoints. */
  async renew(): Promise<void> {
    await this.exclusively(async (sql) => {
      for (const log of ['trust', 'audit'] as const) await renewCosignature(sql, log, this.signers[log], this.now().getTime());
    }, 'skip');
  }

  private async state(sql: Sql, log: LogName): Promise<LogState> {
    const state = await readState(sql, log, this.signers[log]);
    if (!state) throw new Error(`${log} log: not begun`);
    return state;
  }

  /**
   * `work` in one transaction under the advisory lock; null when somebody else holds it. Rejects, with nothing changed, when
   * somebody else was quicker without it.
   */
  private async exclusively<T>(work: (sql: Sql) => Promise<T>, mode: 'wait' | 'skip'): Promise<T | null> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    // A connection that breaks between two statements says so here; without a listener that would end the process.
    const onError = (error: Error) => (broken = error);
    client.on('error', onError);
    try {
      const sql = sqlOf(client);
      await client.query('BEGIN');
      if (mode === 'wait') await sql.query(`SELECT pg_advisory_xact_lock(${SEQUENCER_LOCK})`);
      const [lock] = await sql.query<{ mine: boolean }>(`SELECT pg_try_advisory_xact_lock(${SEQUENCER_LOCK}) AS mine`);
      const result = lock?.mine ? await work(sql) : null;
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch(onError);
      throw error;
    } finally {
      client.off('error', onError);
      // A connection that could not be rolled back is thrown away, and its lock with it.
      client.release(broken);
    }
  }
}

/** The keys in DATA_DIR are not those this database's logs were begun with. */
export class WrongLogKey extends Error {
  override readonly name = 'WrongLogKey';
  constructor(log: LogName) {
    super(`the key of the ${log} log in DATA_DIR/keys is not the one this database began with; restore it from the backup`);
  }
}

function sqlOf(client: PoolClient): Sql {
  return { query: async <Row extends object>(sql: string, parameters: unknown[] = []) => (await client.query<Row>(sql, parameters)).rows };
}

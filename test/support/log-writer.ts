// Writes to both logs as features do, without the features: acts by the audit port, statements under the trust log's lock.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Clock } from '../../apps/api/src/platform/clock.ts';
import { readConfig, type Config } from '../../apps/api/src/platform/config.ts';
import { Database } from '../../apps/api/src/platform/database.ts';
import type { AuditReceipt } from '../../apps/api/src/audit/audit.port.ts';
import { RecordAct } from '../../apps/api/src/audit/record-act.ts';

export interface LogWriter {
  readonly config: Config;
  readonly database: Database;
  readonly acts: RecordAct;
  /** Appends to the trust log something that only the log sees: any bytes. Returns its index. */
  appendStatement(): Promise<number>;
  /** An act that knows the trust log up to `index`, in a transaction of its own. */
  recordAppend(index: number): Promise<AuditReceipt>;
  /** `count` acts in one statement, as on a hot path. */
  recordMany(count: number): Promise<void>;
  close(): Promise<void>;
}

export function logWriter(databaseUrl: string): LogWriter {
  const config = readConfig({ DATABASE_URL: databaseUrl, LOG_LEVEL: 'silent' });
  const database = new Database(config);
  const acts = new RecordAct(database, new Clock());
  return {
    config,
    database,
    acts,
    appendStatement: () =>
      database.transaction(async (tx) => {
        await tx.query('SELECT pg_advisory_xact_lock(7106002)');
        const entry = randomBytes(60);
        const [row] = await tx.query<{ index: string }>(
          'INSERT INTO trust_entry (index, entry, statement) SELECT coalesce(max(index) + 1, 0), $1, $2 FROM trust_entry RETURNING index',
          [entry, createHash('sha256').update(entry).digest()],
        );
        return Number(row!.index);
      }, 'system'),
    recordAppend: (index) =>
      database.transaction(
        (tx) => acts.record(tx, { action: 'statement.append', object: null, details: { index, kind: 'officer.remove', statement: createHash('sha256').update(String(index)).digest('hex') } }),
        'system',
      ),
    recordMany: async (count) => {
      const rows = Array.from({ length: count }, () => acts.prepare({ action: 'package.read', object: { kind: 'epoch', id: randomUUID() }, details: { epoch: randomUUID() } }).row);
      await database.transaction(
        (tx) => tx.query('INSERT INTO audit_entry (id, entry, context) SELECT * FROM unnest($1::uuid[], $2::bytea[], $3::bytea[])', [rows.map(({ id }) => id), rows.map(({ entry }) => entry), rows.map(({ context }) => context)]),
        'system',
      );
    },
    close: () => database.onApplicationShutdown(),
  };
}

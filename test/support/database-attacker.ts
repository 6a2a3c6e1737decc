// The secretariat acting alone with everything the operator has: the database as its owner, the logs' real keys, and a server that
// serves whatever the tables hold, without judging it. What it lacks are members' signatures.
import { createHash } from 'node:crypto';
import { Client as PostgresClient } from 'pg';
import { HubClient } from '#client';
import { ENTRIES_PAGE, toBase64Url, trustEntryBytes, type Bytes, type Statement } from '#protocol';
import { checkpointText, cosignNote, signedNoteText, signNote, treeRoot, type NoteSigner } from '#transparency-log';
import { assembleEntry } from '#trust';
import { openLogKeys } from '../../apps/api/src/audit/log/log-keys.ts';
import type { NetworkHub, SignedInOfficer } from './network.ts';

export class DatabaseAttacker {
  readonly #hub: NetworkHub;
  readonly #sql: PostgresClient;
  readonly #log: NoteSigner;

  private constructor(hub: NetworkHub, sql: PostgresClient, log: NoteSigner) {
    this.#hub = hub;
    this.#sql = sql;
    this.#log = log;
  }

  static async of(hub: NetworkHub): Promise<DatabaseAttacker> {
    const sql = new PostgresClient({ connectionString: hub.database.superuserUrl });
    await sql.connect();
    // Triggers and foreign keys do not bind whoever owns the server.
    await sql.query("SET session_replication_role = 'replica'");
    return new DatabaseAttacker(hub, sql, (await openLogKeys(hub.dataDirectory, 'as the files say')).trust);
  }

  /** One statement, straight into the tables; at least one row must have changed. */
  async write(statement: string, parameters: unknown[] = []): Promise<void> {
    const { rowCount } = await this.#sql.query(statement, parameters);
    if (rowCount === 0) throw new Error('the attack changed nothing');
  }

  /** Lifts the checks of a table that tie its bytes to their hashes. */
  async withoutChecks(table: string): Promise<void> {
    for (const { name } of await this.read<{ name: string }>("SELECT conname AS name FROM pg_constraint WHERE conrelid = $1::regclass AND contype = 'c'", [table])) {
      await this.#sql.query(`ALTER TABLE ${table} DROP CONSTRAINT "${name}"`);
    }
  }

  async read<Row extends object>(statement: string, parameters: unknown[] = []): Promise<Row[]> {
    return (await this.#sql.query<Row>(statement, parameters)).rows;
  }

  /** The trust log as the table holds it. */
  async leaves(): Promise<Bytes[]> {
    return (await this.read<{ entry: Uint8Array }>('SELECT entry FROM trust_entry ORDER BY index')).map(({ entry }) => new Uint8Array(entry));
  }

  /** A statement with the signatures of these people, in the table as the next entry. Answers its index. */
  async append(statement: Statement, signers: readonly SignedInOfficer[]): Promise<number> {
    const signatures = await Promise.all(signers.map(({ keyring }) => keyring.signStatement(statement)));
    const leaf = trustEntryBytes(assembleEntry(statement, signatures));
    const index = (await this.leaves()).length;
    await this.write('INSERT INTO trust_entry (index, entry, statement) VALUES ($1, $2, $3)', [index, leaf, createHash('sha256').update(leaf).digest()]);
    return index;
  }

  /** Takes entries from this index on out of the table again. */
  async truncate(size: number): Promise<void> {
    await this.write('DELETE FROM trust_entry WHERE index >= $1', [size]);
  }

  /** Another entry in the place of one. */
  async replace(index: number, leaf: Bytes): Promise<void> {
    await this.write('UPDATE trust_entry SET entry = $2 WHERE index = $1', [index, leaf]);
  }

  /** A caller of the real hub to whom log and certificates are served from the tables, under a checkpoint by the log's real key, cosigned now. */
  patched(victim: SignedInOfficer): HubClient {
    return new HubClient({
      baseUrl: this.#hub.url,
      client: 'tests',
      fetch: async (input, init) => {
        const url = new URL(String(input));
        if (url.pathname === '/log/trust/checkpoint') return new Response(await this.#checkpoint());
        if (url.pathname === '/api/trust/entries') {
          const from = Number(url.searchParams.get('from'));
          const leaves = await this.leaves();
          const asked = leaves.slice(from, from + Number(url.searchParams.get('limit') ?? ENTRIES_PAGE));
          return Response.json({ size: leaves.length, entries: asked.map(toBase64Url) });
        }
        if (url.pathname === '/api/certificates/query') {
          const { hashes } = JSON.parse(init?.body as string) as { hashes: string[] };
          const rows = await this.read<{ hash: string; certificate: Uint8Array }>("SELECT encode(hash, 'hex') AS hash, certificate FROM certificate WHERE encode(hash, 'hex') = ANY ($1)", [hashes]);
          return Response.json({ certificates: rows.map(({ hash, certificate }) => ({ hash, certificate: toBase64Url(certificate) })) });
        }
        const headers = new Headers(init?.headers);
        headers.set('cookie', victim.cookie());
        return fetch(input, { ...init, headers });
      },
    });
  }

  async end(): Promise<void> {
    await this.#sql.end();
  }

  async #checkpoint(): Promise<string> {
    const leaves = await this.leaves();
    const text = checkpointText({ origin: this.#log.key.name, size: leaves.length, root: treeRoot(leaves), extensions: [] });
    return signedNoteText(await cosignNote(await signNote(text, this.#log), this.#log, Date.now()));
  }
}

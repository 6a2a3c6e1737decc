import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { AuthorityContent, canonicalBytes, canonicalText, DirectorySnapshot, fromUtf8, toHex, type Json } from '#protocol';
import { AuditLog } from '../../audit/audit.port.ts';
import { Clock } from '../../platform/clock.ts';
import { Database, type Tx } from '../../platform/database.ts';
import { DirectoryRepository } from '../directory.repository.ts';
import { SnapshotRepository, type SnapshotRow } from './snapshot.repository.ts';

const compress = promisify(gzip);
const expand = promisify(gunzip);
/** At most one in this time, however often the directory changes. */
const SELDOM_MS = 10 * 60 * 1000;
const PAGE = 1000;
/** A directory that changes while it is read is read again so often. */
const ATTEMPTS = 5;

/**
 * Publishes the public directory as one document when it has changed since the last one: its hash is an act in the audit log, whose
 * checkpoints every client verifies with the key that genesis names. Read as nobody, so that row-level security keeps out what is not for everybody.
 */
@Injectable()
export class MakeSnapshot {
  constructor(
    private readonly database: Database,
    private readonly directory: DirectoryRepository,
    private readonly snapshots: SnapshotRepository,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** Whether one was made. A change of values that are not for everybody makes none: nobody is to see even that there was one. */
  async execute(): Promise<boolean> {
    const now = this.clock.now();
    const last = await this.database.transaction((tx) => this.snapshots.newest(tx));
    if (last && (now.getTime() - last.made.getTime() < SELDOM_MS || last.revision === (await this.database.transaction(revisionOf)))) return false;
    const read = await this.read();
    if (read === null) return false;
    const before = last && (await this.published(last));
    if (before && canonicalText({ states: before.states, authorities: before.authorities } as Json) === canonicalText(read.content as Json)) return false;
    const snapshot: DirectorySnapshot = { version: 1, made: now.toISOString(), number: (before?.number ?? 0) + 1, ...read.content };
    const bytes = canonicalBytes(snapshot as Json);
    const sha256 = toHex(createHash('sha256').update(bytes).digest());
    const document = await compress(bytes);
    await this.database.transaction(async (tx) => {
      // Two workers at once: the second one finds that there is nothing to do.
      if (!(await this.snapshots.begin(tx, last?.sha256 ?? null))) return;
      const { id } = await this.audit.record(tx, { action: 'directory.snapshot', object: null, details: { sha256, number: snapshot.number, entries: snapshot.authorities.length } });
      await this.snapshots.add(tx, { sha256, revision: read.revision, made: now, document, entry: id });
    }, 'system');
    return true;
  }

  private async published({ sha256 }: SnapshotRow): Promise<DirectorySnapshot | null> {
    const document = await this.database.transaction((tx) => this.snapshots.document(tx, sha256));
    return document && DirectorySnapshot.parse(JSON.parse(fromUtf8(await expand(document))));
  }

  /** Null: it changes all the time; the next turn will find it still. */
  private async read(): Promise<{ revision: number; content: Pick<DirectorySnapshot, 'states' | 'authorities'> } | null> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const found = await this.database.transaction(async (tx) => {
        const revision = await revisionOf(tx);
        const states = (await this.directory.states(tx)).map(({ code, names }) => ({ code, names }));
        const authorities = await readAll(tx);
        return (await revisionOf(tx)) === revision ? { revision, content: { states, authorities } } : null;
      });
      if (found !== null) return found;
    }
    return null;
  }
}

async function revisionOf(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ revision: string }>('SELECT revision FROM directory_revision');
  return Number(row!.revision);
}

async function readAll(tx: Tx): Promise<DirectorySnapshot['authorities']> {
  const found: DirectorySnapshot['authorities'] = [];
  for (let last = '00000000-0000-0000-0000-000000000000'; ; ) {
    const rows = await tx.query<{ id: string; content: unknown }>(`SELECT id, authority_content(id, ARRAY['public']) AS content FROM authority WHERE id > $1 ORDER BY id LIMIT ${PAGE}`, [last]);
    found.push(...rows.map(({ id, content }) => ({ id, content: AuthorityContent.parse(content) })));
    if (rows.length < PAGE) return found;
    last = rows.at(-1)!.id;
  }
}

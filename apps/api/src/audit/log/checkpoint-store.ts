// Checkpoints and their cosignatures in the database.
import { equalBytes, type Bytes } from '#protocol';
import {
  cosignNote, openCheckpoint, parseSignedNote, rangeRoot, restoreRange, serialiseRange, signedNoteText, signNote, checkpointText,
  type Checkpoint, type CompactRange, type LogName, type NoteSigner, type SignedNote,
} from '#transparency-log';
import type { Sql } from './sql.ts';

/** The newest state of a log, from which the next batch goes on. */
export interface LogState {
  readonly range: CompactRange;
  readonly checkpoint: Checkpoint;
}

/**
 * The newest checkpoint and range. Null for a log that has none. Throws if they do not agree or are not signed by this key: then
 * nothing may be signed on top of them.
 */
export async function readState(sql: Sql, log: LogName, signer: NoteSigner): Promise<LogState | null> {
  const [row] = await sql.query<{ note: string; range: Uint8Array }>('SELECT note, range FROM log_checkpoint WHERE log = $1 ORDER BY size DESC LIMIT 1', [log]);
  if (!row) return null;
  const opened = await openCheckpoint(row.note, signer.key);
  if (!opened.ok) throw new Error(`${log} log: the newest checkpoint is not ours: ${opened.reason}`);
  const range = restoreRange(row.range);
  const { checkpoint } = opened.value;
  if (range.size !== checkpoint.size || !equalBytes(rangeRoot(range), checkpoint.root)) throw new Error(`${log} log: the stored range is not that of the newest checkpoint`);
  return { range, checkpoint };
}

/**
 * Signs and stores the checkpoint of `range` on top of the one with size `parent` (-1: the first). A unique violation means
 * that another sequencer extended the same one: compare-and-swap. What is rolled back was never shown to anybody.
 */
export async function addCheckpoint(sql: Sql, log: LogName, parent: number, range: CompactRange, extensions: readonly string[], signer: NoteSigner, time: number): Promise<void> {
  const text = checkpointText({ origin: signer.key.name, size: range.size, root: rangeRoot(range), extensions });
  const note = await signNote(text, signer);
  await sql.query('INSERT INTO log_checkpoint (log, size, parent, note, range) VALUES ($1, $2, $3, $4, $5)', [log, range.size, parent, signedNoteText(note), Buffer.from(serialiseRange(range))]);
  await cosign(sql, log, range.size, note, signer, time);
}

/** States anew that the newest checkpoint is the newest. Does nothing for a log without one. */
export async function renewCosignature(sql: Sql, log: LogName, signer: NoteSigner, time: number): Promise<void> {
  const state = await readState(sql, log, signer);
  if (!state) return;
  await cosign(sql, log, state.checkpoint.size, { text: checkpointText(state.checkpoint), signatures: [] }, signer, time);
}

async function cosign(sql: Sql, log: LogName, size: number, note: SignedNote, signer: NoteSigner, time: number): Promise<void> {
  const line = (await cosignNote(note, signer, time)).signatures.at(-1)!;
  await sql.query(
    `INSERT INTO log_cosignature (log, size, name, key_id, signature) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (log, size, name, key_id) DO UPDATE SET signature = EXCLUDED.signature`,
    [log, size, line.name, line.keyId, Buffer.from(line.signature)],
  );
}

/** A checkpoint with the latest cosignature of each key: of the newest size, or of the smallest that holds leaf `index`. Null if there is none. */
export async function readCheckpoint(sql: Sql, log: LogName, index: number | null = null): Promise<{ size: number; note: string } | null> {
  const [row] = await sql.query<{ size: string; note: string }>(
    index === null
      ? 'SELECT size, note FROM log_checkpoint WHERE log = $1 ORDER BY size DESC LIMIT 1'
      : 'SELECT size, note FROM log_checkpoint WHERE log = $1 AND size > $2 ORDER BY size LIMIT 1',
    index === null ? [log] : [log, index],
  );
  if (!row) return null;
  const cosignatures = await sql.query<{ name: string; keyId: string; signature: Bytes }>(
    'SELECT name, key_id AS "keyId", signature FROM log_cosignature WHERE log = $1 AND size = $2 ORDER BY name, key_id',
    [log, row.size],
  );
  const parsed = parseSignedNote(row.note);
  if (!parsed.ok) throw new Error(`${log} log: stored checkpoint is damaged`);
  return { size: Number(row.size), note: signedNoteText({ text: parsed.value.text, signatures: [...parsed.value.signatures, ...cosignatures] }) };
}

// Checkpoints (C2SP tlog-checkpoint) and this project's use of them: origins and the line that ties the audit log to the trust log.
import type { Bytes } from '#protocol';
import { fromBase64, toBase64 } from './base64.ts';
import { HASH_SIZE } from './hash.ts';
import { parseSignedNote, verifyNote, type SignedNote } from './signed-note.ts';
import { isTreeSize } from './subtree.ts';
import { accepted, refused, type Verdict } from './verdict.ts';
import type { TreeHead } from './verify-proof.ts';
import type { Vkey } from './vkey.ts';

export type LogName = 'trust' | 'audit';

export interface Checkpoint extends TreeHead {
  /** Identity of the log; equals the name of its key. */
  readonly origin: string;
  /** Lines after the root, none of them empty. */
  readonly extensions: readonly string[];
}

/**
 * Origin of a network's log and name of its key: `<slug of the network's name>/<log>`, no scheme, not resolvable.
 * It cannot hold the network id, which is a hash over the log keys; two networks of one name still differ by key.
 */
export function logOrigin(networkName: string, log: LogName): string {
  const slug = networkName
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Mark}\p{Number}]+/gu, '-')
    .replace(/^-|-$/g, '');
  return `${slug === '' ? 'network' : [...slug].slice(0, 80).join('')}/${log}`;
}

/** The note text. Throws RangeError on values that have none. */
export function checkpointText({ origin, size, root, extensions }: Checkpoint): string {
  const lines = [origin, String(size), toBase64(root), ...extensions];
  if (!isTreeSize(size) || root.length !== HASH_SIZE || lines.some((line) => line === '' || line.includes('\n'))) throw new RangeError('not a checkpoint');
  return `${lines.join('\n')}\n`;
}

export function parseCheckpoint(text: string): Verdict<Checkpoint> {
  const [origin = '', size = '', root = '', ...extensions] = text.slice(0, -1).split('\n');
  const head = parseTreeHead(size, root);
  if (!text.endsWith('\n') || origin === '' || extensions.includes('') || head === null) return refused('checkpoint-malformed');
  return accepted({ origin, ...head, extensions });
}

/** A checkpoint that its log signed. */
export interface OpenedCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly note: SignedNote;
}

/** Reads a note as a checkpoint of the log with this key: form, origin and the log's own signature. */
export async function openCheckpoint(note: string, logKey: Vkey): Promise<Verdict<OpenedCheckpoint>> {
  const parsed = parseSignedNote(note);
  if (!parsed.ok) return parsed;
  const checkpoint = parseCheckpoint(parsed.value.text);
  if (!checkpoint.ok) return checkpoint;
  if (checkpoint.value.origin !== logKey.name) return refused('origin-mismatch');
  const signed = await verifyNote(parsed.value, [logKey]);
  return signed.ok ? accepted({ checkpoint: checkpoint.value, note: parsed.value }) : signed;
}

/** The only extension line of an audit checkpoint: the trust log at that moment. It never goes back. */
export function trustExtension({ size, root }: TreeHead): string {
  return `trust ${size} ${toBase64(root)}`;
}

/** The trust log's size and root that an audit checkpoint states; exactly that one line is allowed. */
export function trustHeadOf(auditCheckpoint: Checkpoint): Verdict<TreeHead> {
  const [line = '', ...more] = auditCheckpoint.extensions;
  const [word, size = '', root = '', ...rest] = line.split(' ');
  const head = parseTreeHead(size, root);
  return more.length === 0 && rest.length === 0 && word === 'trust' && head !== null ? accepted(head) : refused('trust-extension-malformed');
}

function parseTreeHead(sizeText: string, rootText: string): TreeHead | null {
  const size = /^(0|[1-9][0-9]{0,15})$/.test(sizeText) ? Number(sizeText) : Number.NaN;
  const root: Bytes | null = fromBase64(rootText);
  return isTreeSize(size) && root?.length === HASH_SIZE ? { size, root } : null;
}

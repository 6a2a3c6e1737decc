// First layer of the replay: what costs time and needs no state. Leaf bytes in, for each an entry whose signatures verify, or
// why not. Slices of a log may be given to several workers at once: the answers are plain data.
import { z } from 'zod';
import { compileHashes, fromBase64Url, readTrustEntry, SECRETARIAT, sha256, toHex, type Bytes, type ReadTrustEntry, type StatementOf, type TrustEntry } from '#protocol';
import { verifyStatementSignature } from '#openpgp';
import { checkpointTime, leafHash } from '#transparency-log';
import { refuse, type Objection } from './refusal.ts';
import { keysOf, type QuotedCheckpoint } from './rule.ts';
import { rosterOf } from './outline.ts';
import type { Signers } from './signers.ts';
import type { NetworkFacts } from './state.ts';

/** Entries handed to WebCrypto at once. The next batch is read while this one is verified. */
const BATCH = 256;

export type NetworkKeys = Pick<NetworkFacts, 'logs' | 'witnesses' | 'policy'>;

export interface VerificationContext {
  readonly signers: Signers;
  /**
   * The keys that judge checkpoints inside log.time at the first of the leaves; null when that is the genesis, which names them. A slice
   * after a network.policy is given that one's: keysAt finds them.
   */
  readonly keys: NetworkKeys | null;
  /** Of each leaf, where they were computed before. */
  readonly leafHashes?: readonly Bytes[];
}

declare const verified: unique symbol;
/** An entry in the required form whose every signature verifies. Only verifySignatures makes them. */
export interface VerifiedEntry {
  readonly entry: TrustEntry;
  /** SHA-256 of the statement, lower-case hex. */
  readonly hash: string;
  readonly leafHash: Bytes;
  /** For log.time only. */
  readonly quoted: QuotedCheckpoint | null;
  readonly [verified]: true;
}

interface Refused {
  readonly refused: NonNullable<Objection>;
}
export type VerifiedOrNot = VerifiedEntry | Refused;

/** One answer a leaf, in order. Never throws on what the leaves hold. */
export async function verifySignatures(leaves: readonly Uint8Array[], context: VerificationContext): Promise<VerifiedOrNot[]> {
  if (leaves.length > BATCH) await compileHashes();
  let { keys } = context;
  const answers: VerifiedOrNot[] = [];
  let waiting: Promise<VerifiedOrNot[]> = Promise.resolve([]);
  for (let begin = 0; begin < leaves.length; begin += BATCH) {
    const next = Promise.all(
      leaves.slice(begin, begin + BATCH).map((leaf, i) => {
        const entry = readEntry(leaf);
        const then = keys;
        keys = keysAfter(keys, entry);
        return 'refused' in entry ? entry : verifyEntry(entry, context.leafHashes?.[begin + i] ?? leafHash(leaf), { ...context, keys: then });
      }),
    );
    answers.push(...(await waiting));
    waiting = next;
  }
  return [...answers, ...(await waiting)];
}

/** What judges the checkpoints after this entry, if the entry counts; reduce refuses a quoted one that was judged by other keys. */
function keysAfter(keys: NetworkKeys | null, read: ReadTrustEntry | Refused): NetworkKeys | null {
  if ('refused' in read) return keys;
  const { kind, body } = read.entry.statement;
  if (kind === 'network.genesis') return keys ?? body;
  return kind === 'network.policy' && keys !== null ? { ...keys, witnesses: body.witnesses, policy: body.policy } : keys;
}

function readEntry(leaf: Uint8Array): ReadTrustEntry | Refused {
  try {
    return readTrustEntry(leaf);
  } catch (error) {
    if (error instanceof RangeError) return { refused: refuse('not-canonical') };
    if (error instanceof z.ZodError) return { refused: refuse('not-an-entry', error.issues[0]?.path.join('.') ?? null) };
    throw error;
  }
}

async function verifyEntry({ entry, statementBytes: bytes }: ReadTrustEntry, leaf: Bytes, context: VerificationContext): Promise<VerifiedOrNot> {
  const { statement, signatures } = entry;
  const objections = await Promise.all(
    signatures.map(async ({ certificate, signature }): Promise<Objection> => {
      const key = await context.signers.keyOf(certificate);
      if (key === undefined) return refuse('certificate-missing', certificate);
      if (key === null) return refuse('certificate-invalid', certificate);
      const check = await verifyStatementSignature({ statementBytes: bytes, kind: statement.kind, signature: fromBase64Url(signature), certificate: key });
      return check.ok ? null : refuse('signature-invalid', check.reason);
    }),
  );
  const objection = objections.find((found) => found !== null);
  if (objection !== undefined) return { refused: objection };
  const quoted = statement.kind === 'log.time' ? await readCheckpoint(statement, context) : null;
  if (quoted !== null && 'refused' in quoted) return quoted;
  return { entry, hash: toHex(sha256(bytes)), leafHash: leaf, quoted } as VerifiedEntry;
}

/** The keys after these leaves, for whoever verifies slices of a log apart. Looks closely only at the secretariat's statements. */
export function keysAt(keys: NetworkKeys | null, leaves: readonly Uint8Array[], rosters: readonly (string | null)[] = leaves.map(rosterOf)): NetworkKeys | null {
  let reached = keys;
  for (const [i, leaf] of leaves.entries()) {
    const roster = rosters[i]!;
    if (reached === null || roster === null || roster === SECRETARIAT) reached = keysAfter(reached, readEntry(leaf));
  }
  return reached;
}

async function readCheckpoint(statement: StatementOf<'log.time'>, { keys }: VerificationContext): Promise<QuotedCheckpoint | Refused> {
  if (keys === null) return { refused: refuse('genesis-missing') };
  const read = await checkpointTime(statement.body.checkpoint, keys.witnesses, keys.policy, keys.logs.trust);
  if (!read.ok) return { refused: refuse(read.reason === 'too-few-witnesses' ? 'not-cosigned' : 'checkpoint-invalid', read.reason) };
  const { checkpoint, time } = read.value;
  return { size: checkpoint.size, root: checkpoint.root, time, keys: keysOf(keys) };
}

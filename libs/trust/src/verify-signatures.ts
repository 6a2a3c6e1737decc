// First layer of the replay: what costs time and needs no state. Leaf bytes in, for each an entry whose signatures verify, or
// why not. Slices of a log may be given to several workers at once: the answers are plain data.
import { sha256 } from '@noble/hashes/sha2.js';
import { fromBase64Url, parseCanonical, statementBytes, toHex, TrustEntry, type Bytes, type Json, type StatementOf } from '#protocol';
import { verifyStatementSignature } from '#openpgp';
import { checkpointTime, leafHash } from '#transparency-log';
import { refuse, type Objection } from './refusal.ts';
import { keysOf, type QuotedCheckpoint } from './rule.ts';
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
  let { keys } = context;
  const answers: VerifiedOrNot[] = [];
  let waiting: Promise<VerifiedOrNot[]> = Promise.resolve([]);
  for (let begin = 0; begin < leaves.length; begin += BATCH) {
    const next = Promise.all(
      leaves.slice(begin, begin + BATCH).map((leaf) => {
        const entry = readEntry(leaf);
        const then = keys;
        keys = keysAfter(keys, entry);
        return 'refused' in entry ? entry : verifyEntry(entry, leafHash(leaf), { ...context, keys: then });
      }),
    );
    answers.push(...(await waiting));
    waiting = next;
  }
  return [...answers, ...(await waiting)];
}

/** What judges the checkpoints after this entry, if the entry counts; reduce refuses a quoted one that was judged by other keys. */
function keysAfter(keys: NetworkKeys | null, entry: TrustEntry | Refused): NetworkKeys | null {
  if ('refused' in entry) return keys;
  const { kind, body } = entry.statement;
  if (kind === 'network.genesis') return keys ?? body;
  return kind === 'network.policy' && keys !== null ? { ...keys, witnesses: body.witnesses, policy: body.policy } : keys;
}

function readEntry(leaf: Uint8Array): TrustEntry | Refused {
  let json: Json;
  try {
    json = parseCanonical(leaf);
  } catch (error) {
    if (error instanceof RangeError) return { refused: refuse('not-canonical') };
    throw error;
  }
  const read = TrustEntry.safeParse(json);
  return read.success ? read.data : { refused: refuse('not-an-entry', read.error.issues[0]?.path.join('.') ?? null) };
}

async function verifyEntry(entry: TrustEntry, leaf: Bytes, context: VerificationContext): Promise<VerifiedOrNot> {
  const { statement, signatures } = entry;
  const bytes = statementBytes(statement);
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
  const quoted = statement.kind === 'log.time' ? await readCheckpoint(statement, context.keys) : null;
  if (quoted !== null && 'refused' in quoted) return quoted;
  return { entry, hash: toHex(sha256(bytes)), leafHash: leaf, quoted } as VerifiedEntry;
}

const POLICY_MARK = new TextEncoder().encode('"kind":"network.policy"');

/** The keys after these leaves, for whoever verifies slices of a log apart. Looks closely only at leaves that change them. */
export function keysAt(keys: NetworkKeys | null, leaves: readonly Uint8Array[]): NetworkKeys | null {
  let reached = keys;
  for (const leaf of leaves) {
    if (reached === null || holdsMark(leaf, POLICY_MARK)) reached = keysAfter(reached, readEntry(leaf));
  }
  return reached;
}

function holdsMark(leaf: Uint8Array, mark: Uint8Array): boolean {
  for (let at = leaf.indexOf(mark[0]!); at !== -1; at = leaf.indexOf(mark[0]!, at + 1)) {
    if (mark.every((byte, i) => leaf[at + i] === byte)) return true;
  }
  return false;
}

async function readCheckpoint(statement: StatementOf<'log.time'>, keys: NetworkKeys | null): Promise<QuotedCheckpoint | Refused> {
  if (keys === null) return { refused: refuse('genesis-missing') };
  const read = await checkpointTime(statement.body.checkpoint, keys.witnesses, keys.policy, keys.logs.trust);
  if (!read.ok) return { refused: refuse(read.reason === 'too-few-witnesses' ? 'not-cosigned' : 'checkpoint-invalid', read.reason) };
  const { checkpoint, time } = read.value;
  return { size: checkpoint.size, root: checkpoint.root, time, keys: keysOf(keys) };
}

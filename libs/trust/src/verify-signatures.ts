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

/** How many signatures are handed to WebCrypto at once; enough to keep its threads busy. */
const BATCH = 512;

export type NetworkKeys = Pick<NetworkFacts, 'logs' | 'witnesses' | 'policy'>;

export interface VerificationContext {
  readonly signers: Signers;
  /** The keys that judge checkpoints inside log.time; null when the leaves begin with the genesis, which names them. */
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

export type VerifiedOrNot = VerifiedEntry | { readonly refused: NonNullable<Objection> };

/** One answer a leaf, in order. Never throws on what the leaves hold. */
export async function verifySignatures(leaves: readonly Uint8Array[], context: VerificationContext): Promise<VerifiedOrNot[]> {
  const entries = leaves.map(readEntry);
  const first = entries[0];
  const genesis = first !== undefined && 'statement' in first && first.statement.kind === 'network.genesis' ? first.statement.body : null;
  const keys = context.keys ?? genesis;
  const answers: VerifiedOrNot[] = [];
  let waiting: Promise<VerifiedOrNot>[] = [];
  let signatures = 0;
  for (const [i, entry] of entries.entries()) {
    waiting.push('refused' in entry ? Promise.resolve(entry) : verifyEntry(entry, leafHash(leaves[i]!), { ...context, keys }));
    signatures += 'refused' in entry ? 0 : entry.signatures.length;
    if (signatures < BATCH) continue;
    answers.push(...(await Promise.all(waiting)));
    waiting = [];
    signatures = 0;
  }
  return [...answers, ...(await Promise.all(waiting))];
}

function readEntry(leaf: Uint8Array): TrustEntry | { refused: NonNullable<Objection> } {
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

async function readCheckpoint(statement: StatementOf<'log.time'>, keys: NetworkKeys | null): Promise<QuotedCheckpoint | { refused: NonNullable<Objection> }> {
  if (keys === null) return { refused: refuse('genesis-missing') };
  const read = await checkpointTime(statement.body.checkpoint, keys.witnesses, keys.policy, keys.logs.trust);
  if (!read.ok) return { refused: refuse(read.reason === 'too-few-witnesses' ? 'not-cosigned' : 'checkpoint-invalid', read.reason) };
  const { checkpoint, time } = read.value;
  return { size: checkpoint.size, root: checkpoint.root, time, keys: keysOf(keys) };
}

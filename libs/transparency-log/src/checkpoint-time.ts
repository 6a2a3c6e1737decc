// By when a checkpoint stood, as its cosignatures say (C2SP tlog-cosignature): how fresh it is, and the log's only clock.
import { equalBytes } from '#protocol';
import { openCheckpoint, type Checkpoint } from './checkpoint.ts';
import { verifyNote, type VerifiedSignature } from './signed-note.ts';
import { accepted, refused, type Verdict } from './verdict.ts';
import { cosignatureVkey, parseVkey, SIGNATURE_TYPE, type Vkey } from './vkey.ts';

export interface CheckpointTime {
  readonly checkpoint: Checkpoint;
  /** Milliseconds since 1970, whole seconds. */
  readonly time: number;
  /** Names of the keys that vouch for a time no earlier than this. */
  readonly vouching: readonly string[];
}

/**
 * The time that at least `policy` witnesses vouch for: the policy-th latest of their cosignatures, so that fewer
 * than `policy` dishonest witnesses cannot make a checkpoint look fresh. With policy 0 (a demonstration without witnesses) the
 * time of the log key's own cosignature. `ownKey` must also have signed the checkpoint itself, and names its origin.
 *
 * A witness counts once by public key, whatever names it is listed under (a v1 cosignature does not cover the name),
 * and the log's own key never counts as a witness. All keys as text: witnesses type 0x04, ownKey type 0x01.
 */
export async function checkpointTime(note: string, witnesses: readonly string[], policy: number, ownKey: string): Promise<Verdict<CheckpointTime>> {
  const own = parseVkey(ownKey);
  if (!own.ok || own.value.type !== SIGNATURE_TYPE.ed25519) return refused('vkey-malformed');
  const keys = policy === 0 ? [cosignatureVkey(own.value)] : witnessKeys(witnesses, own.value);
  if (keys === null || !Number.isSafeInteger(policy) || policy < 0) return refused('vkey-malformed');
  const opened = await openCheckpoint(note, own.value);
  if (!opened.ok) return opened;
  const cosigned = await verifyNote(opened.value.note, keys);
  if (!cosigned.ok) return cosigned.reason === 'signature-missing' ? refused('too-few-witnesses') : cosigned;
  const latest = latestOfEach(cosigned.value);
  const needed = Math.max(policy, 1);
  const vouching = latest.slice(0, needed);
  const last = vouching.at(needed - 1);
  if (last === undefined) return refused('too-few-witnesses');
  return accepted({ checkpoint: opened.value.checkpoint, time: last.time, vouching: vouching.map(({ name }) => name) });
}

function witnessKeys(texts: readonly string[], own: Vkey): Vkey[] | null {
  const keys: Vkey[] = [];
  for (const text of texts) {
    const key = parseVkey(text);
    if (!key.ok || key.value.type !== SIGNATURE_TYPE.cosignatureV1) return null;
    const known = [own, ...keys].some(({ publicKey }) => equalBytes(publicKey, key.value.publicKey));
    if (!known) keys.push(key.value);
  }
  return keys;
}

/** Each key's latest time, latest first. */
function latestOfEach(signatures: readonly VerifiedSignature[]): { name: string; time: number }[] {
  const times = new Map<Vkey, number>();
  for (const { key, time } of signatures) times.set(key, Math.max(time ?? 0, times.get(key) ?? 0));
  return [...times].map(([{ name }, time]) => ({ name, time })).toSorted((a, b) => b.time - a.time);
}

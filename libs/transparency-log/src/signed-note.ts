// Signed notes (C2SP signed-note): text, an empty line, signature lines. The only place that writes or reads them.
import { concat, fromHex, toHex, utf8, type Bytes } from '#protocol';
import { fromBase64, toBase64 } from './base64.ts';
import { accepted, refused, type Verdict } from './verdict.ts';
import { cosignatureVkey, isKeyName, SIGNATURE_TYPE, type Vkey } from './vkey.ts';

export const NOTE_LIMITS = { characters: 256 * 1024, signatures: 100 } as const;

export interface NoteSignature {
  readonly name: string;
  /** Lower-case hexadecimal, 8 digits. */
  readonly keyId: string;
  /** What follows the key id: for type 0x04 eight bytes of time, then the signature. */
  readonly signature: Bytes;
}

export interface SignedNote {
  /** With its final line break, without the empty line. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** A line that a known key made, checked. */
export interface VerifiedSignature {
  readonly key: Vkey;
  /** Milliseconds since 1970 (whole seconds) that a cosignature states; null for a plain signature. */
  readonly time: number | null;
}

/** Makes an Ed25519 signature (64 bytes) with the key that belongs to `key`. */
export interface NoteSigner {
  readonly key: Vkey;
  sign(bytes: Bytes): Promise<Bytes>;
}

/** Last second that an ISO timestamp with four digits of year can state. */
const LAST_SECOND = 253_402_300_799;

function isNoteText(text: string): boolean {
  return text.endsWith('\n') && text.isWellFormed() && !/[\u0000-\u0009\u000b-\u001f]/.test(text);
}

/** Strict: whatever signedNoteText would not have written is refused. Says nothing about the signatures. */
export function parseSignedNote(note: string): Verdict<SignedNote> {
  const end = note.length > NOTE_LIMITS.characters ? -1 : note.lastIndexOf('\n\n');
  if (end < 1 || !isNoteText(note)) return refused('note-malformed');
  const lines = note.slice(end + 2, -1).split('\n');
  const signatures = lines.map(parseSignatureLine);
  if (lines.length > NOTE_LIMITS.signatures || !signatures.every((line) => line !== null)) return refused('note-malformed');
  return accepted({ text: note.slice(0, end + 1), signatures });
}

function parseSignatureLine(line: string): NoteSignature | null {
  const [dash, name = '', encoded = '', ...rest] = line.split(' ');
  const bytes = fromBase64(encoded);
  if (dash !== '\u2014' || rest.length > 0 || !isKeyName(name) || bytes === null || bytes.length < 5) return null;
  return { name, keyId: toHex(bytes.slice(0, 4)), signature: bytes.slice(4) };
}

export function signedNoteText({ text, signatures }: SignedNote): string {
  return `${text}\n${signatures.map(({ name, keyId, signature }) => `\u2014 ${name} ${toBase64(concat(fromHex(keyId), signature))}\n`).join('')}`;
}

/** The text signed with type 0x01. Throws RangeError on text that a note cannot carry. */
export async function signNote(text: string, signer: NoteSigner): Promise<SignedNote> {
  if (!isNoteText(text)) throw new RangeError('not a note text');
  if (signer.key.type !== SIGNATURE_TYPE.ed25519) throw new RangeError('this key signs with a time');
  return { text, signatures: [signatureOf(signer.key, await signer.sign(utf8(text)))] };
}

/**
 * The note with a timestamped cosignature (C2SP tlog-cosignature, v1), in place of an earlier one by the same key.
 * `time` in milliseconds since 1970; the second it falls into is signed. The signer's key may be given in either type.
 */
export async function cosignNote(note: SignedNote, signer: NoteSigner, time: number): Promise<SignedNote> {
  const seconds = Math.floor(time / 1000);
  if (!(seconds >= 0 && seconds <= LAST_SECOND)) throw new RangeError('not a time');
  const key = cosignatureVkey(signer.key);
  const stamp = new Uint8Array(8);
  new DataView(stamp.buffer).setBigUint64(0, BigInt(seconds));
  const signature = signatureOf(key, concat(stamp, await signer.sign(cosignedBytes(note.text, seconds))));
  return { text: note.text, signatures: [...note.signatures.filter((line) => !isBy(key, line)), signature] };
}

/**
 * Checks every signature by a known key. Unknown keys are passed over; one wrong signature by a known key refuses the
 * note, and so does having none (signed-note, "Signatures"). `keys` that match nothing are no failure.
 */
export async function verifyNote(note: SignedNote, keys: readonly Vkey[]): Promise<Verdict<VerifiedSignature[]>> {
  const known = note.signatures.flatMap((line) => {
    const key = keys.find((candidate) => isBy(candidate, line));
    return key === undefined ? [] : [verifySignature(note.text, key, line.signature)];
  });
  const verified = await Promise.all(known);
  if (verified.length === 0) return refused('signature-missing');
  return verified.every((checked) => checked !== null) ? accepted(verified) : refused('signature-wrong');
}

/** Null: not of the form of a cosignature. */
function secondsOf(signature: Bytes): number | null {
  if (signature.length !== 72) return null;
  const seconds = Number(new DataView(signature.buffer, signature.byteOffset, 8).getBigUint64(0));
  return seconds > LAST_SECOND ? null : seconds;
}

async function verifySignature(text: string, key: Vkey, signature: Bytes): Promise<VerifiedSignature | null> {
  if (key.type === SIGNATURE_TYPE.ed25519) {
    return (await verifyEd25519(key.publicKey, signature, utf8(text))) ? { key, time: null } : null;
  }
  const seconds = secondsOf(signature);
  if (seconds === null) return null;
  const valid = await verifyEd25519(key.publicKey, signature.slice(8), cosignedBytes(text, seconds));
  return valid ? { key, time: seconds * 1000 } : null;
}

async function verifyEd25519(publicKey: Bytes, signature: Bytes, message: Bytes): Promise<boolean> {
  try {
    return await crypto.subtle.verify('Ed25519', await importedKey(publicKey), signature, message);
  } catch {
    return false; // bytes that are no key, or no signature
  }
}

/** A log has a handful of keys and quotes thousands of checkpoints. */
const KEPT_KEYS = 256;
const imported = new Map<string, Promise<CryptoKey>>();

function importedKey(raw: Bytes): Promise<CryptoKey> {
  const name = toHex(raw);
  const known = imported.get(name);
  if (known !== undefined) return known;
  const key = crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']);
  if (imported.size >= KEPT_KEYS) imported.delete(imported.keys().next().value!);
  imported.set(name, key);
  return key;
}

function cosignedBytes(text: string, seconds: number): Bytes {
  return utf8(`cosignature/v1\ntime ${seconds}\n${text}`);
}

function isBy(key: Vkey, line: NoteSignature): boolean {
  return key.name === line.name && key.keyId === line.keyId;
}

function signatureOf({ name, keyId }: Vkey, signature: Bytes): NoteSignature {
  return { name, keyId, signature };
}

// An outsider's verifier of the hub's logs: written from the specifications alone, with Node's OpenSSL and none of our code.
import { createHash, createPublicKey, verify } from 'node:crypto';

export interface OutsidersCheckpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
  readonly extensions: readonly string[];
}

/** RFC 8410: what stands before the 32 bytes of an Ed25519 key in SubjectPublicKeyInfo. */
const ED25519_INFO = Buffer.from('302a300506032b6570032100', 'hex');

const sha256 = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest();

/** C2SP signed-note and tlog-checkpoint. Throws unless the log's key has signed. */
export function openNote(note: string, vkey: string): OutsidersCheckpoint {
  const [name, id, ...rest] = vkey.trim().split('+');
  const key = Buffer.from(rest.join('+'), 'base64');
  if (sha256(Buffer.from(`${name}\n`), key).toString('hex', 0, 4) !== id || key[0] !== 1) throw new Error('the verifier key contradicts its own id');
  const end = note.lastIndexOf('\n\n') + 1;
  const text = note.slice(0, end);
  const spki = createPublicKey({ key: Buffer.concat([ED25519_INFO, key.subarray(1)]), format: 'der', type: 'spki' });
  const signed = note.slice(end + 1).split('\n').some((line) => {
    const [dash, signer, encoded = ''] = line.split(' ');
    const bytes = Buffer.from(encoded, 'base64');
    return dash === '—' && signer === name && bytes.toString('hex', 0, 4) === id && verify(null, Buffer.from(text), spki, bytes.subarray(4));
  });
  if (!signed) throw new Error('the log has not signed this');
  const [origin = '', size, root = '', ...extensions] = text.trimEnd().split('\n');
  if (origin !== name) throw new Error('the checkpoint is of another log');
  return { origin, size: Number(size), root: Buffer.from(root, 'base64'), extensions };
}

const node = (left: Buffer, right: Buffer) => sha256(Buffer.of(1), left, right);

/** RFC 6962, 2.1: MTH over leaf hashes, as the text defines it. */
export function treeHash(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return leaves[0]!;
  const split = 2 ** Math.floor(Math.log2(leaves.length - 1));
  return node(treeHash(leaves.slice(0, split)), treeHash(leaves.slice(split)));
}

/** RFC 9162, 2.1.3.2. */
export function includes(root: Buffer, size: number, index: number, leaf: Buffer, proof: readonly Buffer[]): boolean {
  if (index >= size) return false;
  let [fn, sn, r] = [index, size - 1, leaf];
  for (const p of proof) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      r = node(p, r);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
    } else {
      r = node(r, p);
    }
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 && r.equals(root);
}

/** RFC 9162, 2.1.4.2, for 0 < first.size < second.size. */
export function extendsTree(first: OutsidersCheckpoint, second: OutsidersCheckpoint, given: readonly Buffer[]): boolean {
  const isPower = Number.isInteger(Math.log2(first.size));
  const [start, ...proof] = isPower ? [first.root, ...given] : given;
  if (!start) return false;
  let [fn, sn] = [first.size - 1, second.size - 1];
  while (fn % 2 === 1) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  let [fr, sr] = [start, start];
  for (const c of proof) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      [fr, sr] = [node(c, fr), node(c, sr)];
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
    } else {
      sr = node(sr, c);
    }
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 && fr.equals(first.root) && sr.equals(second.root);
}

// The logs' signing keys: files under DATA_DIR/keys, made at the first start, held by the worker alone.
import { createPrivateKey, createPublicKey, randomBytes, sign, type KeyObject } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { concat, type Bytes } from '#protocol';
import { fromBase64, logOrigin, makeVkey, parseVkey, SIGNATURE_TYPE, toBase64, vkeyText, type LogName, type NoteSigner } from '#transparency-log';
import type { LogSigners } from './sequencer.ts';

/** DER in front of the 32 bytes of an Ed25519 private key (RFC 8410, section 7). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
/** The text form in use for such keys (golang.org/x/mod/sumdb/note): PRIVATE+KEY+name+key id+base64(type ‖ seed). */
const PREFIX = 'PRIVATE+KEY+';
const signAsync = promisify(sign);

/** Reads both keys, making those that are missing. Safe beside another process that does the same. */
export async function openLogKeys(dataDir: string, networkName: string): Promise<LogSigners> {
  const folder = join(dataDir, 'keys');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return { trust: await openLogKey(folder, networkName, 'trust'), audit: await openLogKey(folder, networkName, 'audit') };
}

async function openLogKey(folder: string, networkName: string, log: LogName): Promise<NoteSigner> {
  const path = join(folder, `log-${log}.key`);
  const stored = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return null;
  });
  if (stored !== null) return signerOf(stored, path);
  const seed = randomBytes(32);
  const { name, keyId } = makeVkey(logOrigin(networkName, log), publicBytes(privateKeyOf(seed)));
  const unfinished = `${path}.${randomBytes(6).toString('hex')}`;
  await writeFile(unfinished, `${PREFIX}${name}+${keyId}+${toBase64(concat(Uint8Array.of(SIGNATURE_TYPE.ed25519), seed))}\n`, { mode: 0o600, flush: true });
  try {
    // A file is there whole or not at all, and whoever comes second uses the first one's.
    await link(unfinished, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(unfinished);
  }
  return signerOf(await readFile(path, 'utf8'), path);
}

function signerOf(stored: string, path: string): NoteSigner {
  const [name = '', keyId = '', ...rest] = stored.trim().startsWith(PREFIX) ? stored.trim().slice(PREFIX.length).split('+') : [];
  const bytes = fromBase64(rest.join('+'));
  if (bytes?.length !== 33 || bytes[0] !== SIGNATURE_TYPE.ed25519) throw new Error(`${path} is not a log key`);
  const privateKey = privateKeyOf(bytes.subarray(1));
  const key = makeVkey(name, publicBytes(privateKey));
  // Reading back what we would publish finds a name or key id that does not belong to the key.
  if (key.keyId !== keyId || !parseVkey(vkeyText(key)).ok) throw new Error(`${path} is not a log key`);
  return { key, sign: async (message) => new Uint8Array(await signAsync(null, message, privateKey)) };
}

function privateKeyOf(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });
}

function publicBytes(privateKey: KeyObject): Bytes {
  return new Uint8Array(createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32));
}

// SHA-256 and SHA-512 (FIPS 180-4) of public bytes: in JavaScript at once, in WebAssembly once compileHashes has compiled it. A long trust
// log takes some 700,000 of them, most of about a kilobyte: there WebAssembly takes about a quarter of JavaScript's time for SHA-512,
// half for SHA-256; WebCrypto's round trip takes twice as long as WebAssembly. Not for secrets: what is hashed stays in WebAssembly's memory.
import { sha256 as sha256InScript, sha512 as sha512InScript } from '@noble/hashes/sha2.js';
import type { IHasher } from 'hash-wasm';
import { concat, type Bytes } from './bytes.ts';

interface Compiled {
  readonly sha256: IHasher;
  readonly sha512: IHasher;
}
let compiled: Compiled | null = null;
let compiling: Promise<boolean> | null = null;

/** True: from now on these hashes are computed in WebAssembly. False where a policy forbids to compile: they stay in JavaScript, slower and the same. */
export function compileHashes(): Promise<boolean> {
  return (compiling ??= compile().then(
    () => true,
    () => false,
  ));
}

async function compile(): Promise<void> {
  const { createSHA256, createSHA512 } = await import('hash-wasm');
  compiled = { sha256: await createSHA256(), sha512: await createSHA512() };
}

/** 32 bytes: SHA-256 of the parts one after the other. */
export function sha256(...parts: readonly Uint8Array[]): Bytes {
  return compiled === null ? (sha256InScript(joined(parts)) as Bytes) : hashed(compiled.sha256, parts);
}

/** 64 bytes: SHA-512 of the parts one after the other. */
export function sha512(...parts: readonly Uint8Array[]): Bytes {
  return compiled === null ? (sha512InScript(joined(parts)) as Bytes) : hashed(compiled.sha512, parts);
}

const joined = (parts: readonly Uint8Array[]): Uint8Array => (parts.length === 1 ? parts[0]! : concat(...parts));

/** Short parts are put side by side first: each update is a way into WebAssembly and back. */
const SIDE_BY_SIDE = new Uint8Array(4096);

/** Begun and ended in one turn, so that one hasher serves everybody. */
function hashed(hasher: IHasher, parts: readonly Uint8Array[]): Bytes {
  hasher.init();
  let size = 0;
  for (const part of parts) size += part.length;
  if (parts.length > 1 && size <= SIDE_BY_SIDE.length) {
    let at = 0;
    for (const part of parts) {
      SIDE_BY_SIDE.set(part, at);
      at += part.length;
    }
    hasher.update(SIDE_BY_SIDE.subarray(0, size));
  } else for (const part of parts) hasher.update(part);
  return hasher.digest('binary') as Bytes;
}

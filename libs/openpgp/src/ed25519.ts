// Ed25519 verification by WebCrypto. Importing a key costs a fifth of a verification, so imported keys are kept.
import { toHex, type Bytes } from '#protocol';

/** Three times the officers the hub is planned for; beyond it the oldest import is dropped and made again when needed. */
const KEPT_KEYS = 16_384;
const imported = new Map<string, Promise<CryptoKey>>();

export async function verifyEd25519(key: Uint8Array, signature: Uint8Array, data: Uint8Array): Promise<boolean> {
  return crypto.subtle.verify('Ed25519', await verificationKey(key), signature, data);
}

function verificationKey(raw: Uint8Array): Promise<CryptoKey> {
  const name = toHex(raw);
  const known = imported.get(name);
  if (known !== undefined) return known;
  const key = crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']);
  if (imported.size >= KEPT_KEYS) imported.delete(imported.keys().next().value!);
  imported.set(name, key);
  key.catch(() => imported.delete(name));
  return key;
}

const P = 2n ** 255n - 19n;
/** The y coordinate of four of the points of order 8; the other four have P - Y8. */
const Y8 = 0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n;
const SMALL_ORDER_Y = new Set([0n, 1n, P - 1n, Y8, P - Y8]);

/**
 * Whether a raw public key is a point encoding that RFC 8032 (section 5.1.3) allows and not of small order.
 * With a key of small order one signature fits many messages. Node 24's WebCrypto refuses them when it verifies, Chromium 156's
 * does not; here they are refused once, when a certificate is read.
 */
export function isSoundEd25519Key(raw: Bytes): boolean {
  let y = 0n;
  for (let i = 31; i >= 0; i--) y = (y << 8n) | BigInt(i === 31 ? raw[i]! & 0x7f : raw[i]!);
  return y < P && !SMALL_ORDER_Y.has(y);
}

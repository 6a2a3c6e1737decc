// The vault: an officer's secrets, wrapped so that only who has the unlock secret and the account secret can open them (TRUST, "Vault").
// AES-256-GCM under HKDF-SHA-256(unlock secret ‖ account secret); associated data binds network, officer, credential and version.
import { canonicalBytes, concat, fromBase64Url, parseCanonical, toBase64Url, utf8, type Bytes, type WrappedVault } from '#protocol';
import { z } from 'zod';

/** What a vault is bound to; `network` null: wrapped before the network had a genesis statement. */
export interface VaultBinding {
  readonly network: string | null;
  readonly officer: string;
  readonly credential: string;
  /** 1, 2, 3 …: a device refuses one lower than it has seen. */
  readonly version: number;
}

export interface VaultSecrets {
  /** OpenPGP secret key packets of the officer. */
  readonly secretKey: Bytes;
  /** AES-256 key of the officer's search index and drafts. */
  readonly indexKey: Bytes;
}

export interface UnlockSecret {
  readonly kind: 'passkey' | 'passphrase';
  /** PRF output (32 bytes) or OPAQUE export key (64 bytes). */
  readonly secret: Bytes;
}

const Contents = z.strictObject({ version: z.literal(1), secretKey: z.string(), indexKey: z.string() });

async function vaultKey(unlock: UnlockSecret, accountSecret: Bytes): Promise<CryptoKey> {
  const material = concat(unlock.secret, accountSecret);
  try {
    const base = await crypto.subtle.importKey('raw', material, 'HKDF', false, ['deriveKey']);
    const parameters = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(32), info: utf8(`globe vault v1 ${unlock.kind}`) };
    return await crypto.subtle.deriveKey(parameters, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  } finally {
    material.fill(0);
  }
}

function associatedData({ network, officer, credential, version }: VaultBinding): Bytes {
  return canonicalBytes({ kind: 'vault.v1', network, officer, credential, version });
}

export async function wrapVault(secrets: VaultSecrets, unlock: UnlockSecret, accountSecret: Bytes, binding: VaultBinding): Promise<WrappedVault> {
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const plain = canonicalBytes({ version: 1, secretKey: toBase64Url(secrets.secretKey), indexKey: toBase64Url(secrets.indexKey) });
  try {
    const key = await vaultKey(unlock, accountSecret);
    const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData: associatedData(binding) }, key, plain);
    return { network: binding.network, credential: binding.credential, version: binding.version, nonce: toBase64Url(nonce), ciphertext: toBase64Url(new Uint8Array(sealed)) };
  } finally {
    plain.fill(0);
  }
}

/** Null: a secret is wrong, or vault or binding is not what was wrapped. */
export async function unwrapVault(vault: WrappedVault, unlock: UnlockSecret, accountSecret: Bytes, officer: string): Promise<VaultSecrets | null> {
  const key = await vaultKey(unlock, accountSecret);
  const parameters = { name: 'AES-GCM', iv: fromBase64Url(vault.nonce), additionalData: associatedData({ ...vault, officer }) };
  const plain = await crypto.subtle.decrypt(parameters, key, fromBase64Url(vault.ciphertext)).then(
    (opened) => new Uint8Array(opened),
    () => null,
  );
  if (plain === null) return null;
  try {
    const { secretKey, indexKey } = Contents.parse(parseCanonical(plain));
    return { secretKey: fromBase64Url(secretKey), indexKey: fromBase64Url(indexKey) };
  } finally {
    plain.fill(0);
  }
}

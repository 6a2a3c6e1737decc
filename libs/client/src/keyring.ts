// The keyring: everything secret of one officer, behind handles. In the portal it lives in a dedicated worker, in other programs in process.
// Callers pass public values in and get public values out; no method returns a secret key.
import type { Bytes, MessageHeader, Statement, StatementSignature } from '#protocol';

/** An officer's secrets as the server keeps them: AES-256-GCM under HKDF(unlock secret ‖ account secret), bound to network, officer, credential, version. */
export interface WrappedVault {
  readonly version: number;
  readonly credential: string;
  readonly nonce: string;
  readonly ciphertext: string;
}

export interface VaultBinding {
  readonly network: string;
  readonly officer: string;
  readonly credential: string;
  readonly version: number;
}

/** What opens a vault beside the account secret: made during sign-in, kept inside the keyring until used, then wiped. */
export type UnlockSecret = { readonly kind: 'passkey'; readonly prf: Bytes } | { readonly kind: 'opaque' };

export interface EpochReader {
  readonly officer: string;
  readonly certificate: Bytes;
}

export interface SealedParts {
  readonly keyPackets: readonly { readonly certificate: string; readonly bytes: Bytes }[];
  readonly body: Bytes;
  /** SHA-256, lower-case hex. */
  readonly commitment: string;
}

/** What opening gives before the reader's further checks: see libs/openpgp for the list of failures. */
export type Opened =
  | { readonly ok: true; readonly header: MessageHeader; readonly headerHash: string; readonly content: Bytes; readonly commitment: string }
  | { readonly ok: false; readonly failure: string };

export interface Keyring {
  /** True while secrets are in memory. */
  unlocked(): Promise<boolean>;
  /** Forgets every secret. */
  lock(): Promise<void>;

  // Sign-in by OPAQUE: passphrase and export key stay inside.
  opaqueRegister(passphrase: string, step: { serverResponse?: string }): Promise<{ request: string } | { record: string }>;
  opaqueLogin(passphrase: string, step: { serverResponse?: string }): Promise<{ request: string } | { finish: string } | null>;

  /** Makes the officer's certificate; the keyring is unlocked with it. */
  createOfficer(officer: string): Promise<{ certificate: Bytes; accountSecret: string }>;
  /** Wraps what is unlocked for one more credential. */
  wrap(unlock: UnlockSecret, accountSecret: string, binding: VaultBinding): Promise<WrappedVault>;
  /** False: wrong secret or altered vault. An older version than the one this device last saw is refused by the caller. */
  unlock(vault: WrappedVault, unlock: UnlockSecret, accountSecret: string, binding: VaultBinding): Promise<boolean>;

  signStatement(statement: Statement): Promise<StatementSignature>;
  /** Makes an epoch's certificate, seals its secret to each reader, keeps it. */
  createEpoch(network: string, epoch: string, readers: readonly EpochReader[]): Promise<{ certificate: Bytes; packages: { officer: string; sealed: Bytes }[] }>;
  /** Opens a package and keeps the epoch's secret; false when it does not open, is for another, or does not match the certificate. */
  openPackage(network: string, epoch: string, certificate: Bytes, sealed: Bytes): Promise<boolean>;
  /** Seals a held epoch for one more officer. */
  grantEpoch(network: string, epoch: string, reader: EpochReader): Promise<Bytes>;

  seal(header: MessageHeader, content: Bytes, recipients: readonly Bytes[]): Promise<SealedParts>;
  /** Tries the held epochs named by the key packet's recipient. */
  open(parts: { keyPacket: Bytes; body: Bytes }, context: { network: string; message: string; senderCertificate: Bytes }): Promise<Opened>;
}

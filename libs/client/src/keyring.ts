// The keyring: everything secret of one officer, behind handles. In the portal it lives in a dedicated worker, in other programs in process.
// Callers pass public values in and get public values out; no method returns a secret key. All values survive structured cloning.
import type { Bytes, MessageHeader, Statement, StatementSignature, WrappedVault } from '#protocol';

export interface VaultPlace {
  /** Null before the network has a genesis statement. */
  readonly network: string | null;
  readonly officer: string;
  readonly credential: string;
  /** 1, 2, 3 …; callers refuse one lower than this device has seen. */
  readonly version: number;
}

/**
 * What opens a vault beside the account secret. `passphrase`: the export key of the OPAQUE run that ended last, which never left the
 * keyring. `passkey`: PRF output of an assertion.
 */
export type Unlocking = { readonly kind: 'passphrase' } | { readonly kind: 'passkey'; readonly prf: Bytes };

export interface EpochReader {
  readonly officer: string;
  /** Exact certificate bytes. */
  readonly certificate: Bytes;
}

/** A sealed epoch secret with all that the log says of it. */
export interface EpochPackage {
  readonly network: string;
  readonly epoch: string;
  /** To whom it is sealed: me. */
  readonly officer: string;
  /** The epoch's exact certificate bytes. */
  readonly certificate: Bytes;
  readonly sealed: Bytes;
  /** SHA-256 of `sealed`, as the statement pins it. */
  readonly hash: string;
}

export interface SealedParts {
  readonly keyPackets: readonly { /** SHA-256 of the recipient's certificate */ readonly certificate: string; readonly bytes: Bytes }[];
  readonly body: Bytes;
  /** SHA-256, lower-case hexadecimal. */
  readonly commitment: string;
  /** SHA-256 of the canonical header: what later messages name as parent. */
  readonly headerHash: string;
}

/** What a message must turn out to be, from sources other than the message: the route it came by, the logs. */
export interface ExpectedMessage {
  readonly network: string;
  readonly thread: string;
  readonly message: string;
  /** From the proven audit entry; null until the proof is at hand. */
  readonly commitment: string | null;
}

/** `failure`: one of the refusals of libs/openpgp. */
export type Opened =
  | { readonly ok: true; readonly header: MessageHeader; readonly headerHash: string; readonly content: Bytes; readonly commitment: string; /** certificate hash */ readonly openedWith: string }
  | { readonly ok: false; readonly failure: string };

/** Key packets of a message whose body is not at hand. */
export interface CommittedPackets {
  readonly message: string;
  readonly keyPackets: readonly Bytes[];
  /** SHA-256 of the body, hexadecimal. */
  readonly bodyHash: string;
  /** As the message's audit entry has it. */
  readonly commitment: string;
}

export interface SealedLetter {
  readonly network: string;
  readonly letter: string;
  readonly about: string;
  readonly keyPacket: Bytes;
  readonly body: Bytes;
}

export interface Keyring {
  /** True while an officer's secrets are in memory. */
  unlocked(): Promise<boolean>;
  /** Forgets every secret. */
  lock(): Promise<void>;

  // OPAQUE (RFC 9807): passphrase and export key stay inside. One run at a time; a new start forgets the old one.
  opaqueRegistrationStart(passphrase: string): Promise<string>;
  opaqueRegistrationFinish(response: string): Promise<string>;
  opaqueLoginStart(passphrase: string): Promise<string>;
  /** The message that proves the passphrase to the hub; null: it was wrong. */
  opaqueLoginFinish(response: string): Promise<string | null>;

  /** Makes an officer's certificate and account secret; the keyring is unlocked with them. The code is for device and recovery sheet. */
  createOfficer(officer: string): Promise<{ certificate: Bytes; recoveryCode: string }>;
  /** Wraps what is unlocked for a credential. Throws Problem('not-signed-in') when locked. */
  wrap(unlocking: Unlocking, place: VaultPlace): Promise<WrappedVault>;
  /** False: passphrase, passkey or recovery code is not the vault's, or the vault was altered or belongs elsewhere. */
  unlock(vault: WrappedVault, unlocking: Unlocking, recoveryCode: string, officer: string): Promise<boolean>;
  /** SHA-256 of the unlocked officer's certificate. */
  certificate(): Promise<string>;

  signStatement(statement: Statement): Promise<StatementSignature>;
  /** Makes an epoch's certificate, seals its secret to each reader, keeps it. */
  createEpoch(network: string, epoch: string, readers: readonly EpochReader[]): Promise<{ certificate: Bytes; packages: { officer: string; sealed: Bytes }[] }>;
  /** Opens my package of an epoch and keeps the secret; false when it is not the pinned one, does not open, is for another, or does not match the certificate. */
  openPackage(epochPackage: EpochPackage): Promise<boolean>;
  /** Whether this package of this epoch, by SHA-256 of its bytes, was opened since unlocking. */
  holdsEpoch(epoch: string, packageHash: string): Promise<boolean>;
  /** Seals a held epoch for one more officer. Throws Problem('not-found') when it is not held. */
  grantEpoch(network: string, epoch: string, reader: EpochReader): Promise<Bytes>;

  /** Signs and seals. `recipients`: certificate bytes of exactly the header's recipients that are not pending. */
  seal(header: MessageHeader, content: Bytes, recipients: readonly Bytes[]): Promise<SealedParts>;
  /** Opens with the held epoch a key packet is for. `senders`: certificates the replay knows, among which the header's must be. */
  open(sealed: { keyPackets: readonly Bytes[]; body: Bytes }, expected: ExpectedMessage, senders: readonly Bytes[]): Promise<Opened>;
  /** Opens a letter that was sealed to me, bound to its id and to what it is about. Nobody vouches for who wrote it. */
  openLetter(letter: SealedLetter): Promise<{ readonly ok: true; readonly content: Bytes } | { readonly ok: false; readonly failure: string }>;
  /** A key packet of a message, or letter, I can open for one more certificate, such as a later epoch's. */
  rewrap(sealed: { keyPackets: readonly Bytes[]; body: Bytes }, certificate: Bytes): Promise<{ certificate: string; bytes: Bytes } | null>;

  /**
   * For each message a key packet for one more certificate, from its older key packets alone; null where none opens, or what opens is not
   * the session key that the commitment fixes.
   */
  rewrapMany(network: string, messages: readonly CommittedPackets[], certificate: Bytes): Promise<(Bytes | null)[]>;

  /** AES-256-GCM under the index key, for drafts and the search index on this device. */
  encryptLocal(plain: Bytes, purpose: string): Promise<Bytes>;
  /** Null: not of this officer or purpose, or altered. */
  decryptLocal(sealed: Bytes, purpose: string): Promise<Bytes | null>;
}

// The keyring in process: used by the command line and the demonstration, and inside the portal's worker.
import { createCertificate, discloseSessionKey, openLetter, openMessage, rewrap, rewrapByCommitment, sealMessage, signStatement, unlockOfficer, type DecryptionSecret } from '#openpgp/open';
import { readCertificate } from '#openpgp';
import { Problem, toBase64Url, toHex, type Bytes, type MessageHeader, type Statement, type WrappedVault } from '#protocol';
import { sha256 } from '@noble/hashes/sha2.js';
import { HeldEpochs } from './held-epochs.ts';
import type { CommittedPackets, EpochPackage, EpochReader, ExpectedMessage, Keyring, Opened, SealedLetter, SealedParts, Unlocking, VaultPlace } from './keyring.ts';
import { decryptLocal, encryptLocal } from './local-encryption.ts';
import { OpaqueClient } from './opaque-client.ts';
import { readRecoveryCode, writeRecoveryCode } from './recovery-code.ts';
import { unwrapVault, wrapVault, type UnlockSecret, type VaultSecrets } from './vault.ts';

interface Officer extends VaultSecrets {
  readonly certificateHash: string;
  readonly accountSecret: Bytes;
  readonly decryption: DecryptionSecret;
}

/** An empty, locked keyring. */
export function createKeyring(): Keyring {
  return new LocalKeyring();
}

class LocalKeyring implements Keyring {
  readonly #opaque = new OpaqueClient();
  readonly #epochs = new HeldEpochs();
  #officer: Officer | null = null;

  async unlocked(): Promise<boolean> {
    return this.#officer !== null;
  }

  async lock(): Promise<void> {
    this.#opaque.forget();
    this.#epochs.forget();
    const officer = this.#officer;
    this.#officer = null;
    for (const secret of [officer?.secretKey, officer?.indexKey, officer?.accountSecret]) secret?.fill(0);
    officer?.decryption.destroy();
  }

  opaqueRegistrationStart(passphrase: string): Promise<string> {
    return this.#opaque.startRegistration(passphrase);
  }
  async opaqueRegistrationFinish(response: string): Promise<string> {
    return this.#opaque.finishRegistration(response);
  }
  opaqueLoginStart(passphrase: string): Promise<string> {
    return this.#opaque.startLogin(passphrase);
  }
  async opaqueLoginFinish(response: string): Promise<string | null> {
    return this.#opaque.finishLogin(response);
  }

  async createOfficer(officer: string): Promise<{ certificate: Bytes; recoveryCode: string }> {
    const { certificate, secretKey } = await createCertificate(officer);
    const accountSecret = crypto.getRandomValues(new Uint8Array(16));
    await this.#take({ secretKey, indexKey: crypto.getRandomValues(new Uint8Array(32)) }, accountSecret);
    return { certificate, recoveryCode: writeRecoveryCode(accountSecret) };
  }

  async wrap(unlocking: Unlocking, place: VaultPlace): Promise<WrappedVault> {
    const officer = this.#unlockedOfficer();
    return wrapVault(officer, this.#secretOf(unlocking), officer.accountSecret, place);
  }

  async unlock(vault: WrappedVault, unlocking: Unlocking, recoveryCode: string, officer: string): Promise<boolean> {
    const accountSecret = readRecoveryCode(recoveryCode);
    if (accountSecret === null) return false;
    const secrets = await unwrapVault(vault, this.#secretOf(unlocking), accountSecret, officer);
    if (secrets === null) return false;
    await this.#take(secrets, accountSecret);
    return true;
  }

  async certificate(): Promise<string> {
    return this.#unlockedOfficer().certificateHash;
  }

  async signStatement(statement: Statement) {
    const { secretKey, certificateHash } = this.#unlockedOfficer();
    return { certificate: certificateHash, signature: toBase64Url(await signStatement(secretKey, statement)) };
  }

  async createEpoch(network: string, epoch: string, readers: readonly EpochReader[]) {
    this.#unlockedOfficer();
    return this.#epochs.create(network, epoch, readers);
  }
  async openPackage(epochPackage: EpochPackage): Promise<boolean> {
    return this.#epochs.open(epochPackage, this.#unlockedOfficer().decryption);
  }
  async holdsEpoch(epoch: string, packageHash: string): Promise<boolean> {
    return this.#epochs.has(epoch, packageHash);
  }
  async grantEpoch(network: string, epoch: string, reader: EpochReader): Promise<Bytes> {
    return this.#epochs.grant(network, epoch, reader);
  }

  async seal(header: MessageHeader, content: Bytes, recipients: readonly Bytes[]): Promise<SealedParts> {
    const { secretKey } = this.#unlockedOfficer();
    const { sessionKey, ...parts } = await sealMessage({ header, content, secretKey, recipientCertificates: recipients });
    sessionKey.fill(0);
    return parts;
  }

  async open(sealed: { keyPackets: readonly Bytes[]; body: Bytes }, expected: ExpectedMessage, senders: readonly Bytes[]): Promise<Opened> {
    const certificateByHash = async (hash: string) => {
      const bytes = senders.find((candidate) => toHex(sha256(candidate)) === hash);
      const read = bytes === undefined ? undefined : await readCertificate(bytes);
      return read?.ok ? read.certificate : undefined;
    };
    const opened = await openMessage({ ...sealed, secrets: this.#secrets(), expected, certificateByHash });
    if (!opened.ok) return { ok: false, failure: opened.reason };
    opened.sessionKey.fill(0);
    const { header, headerHash, content, commitment, openedWith } = opened;
    return { ok: true, header, headerHash, content, commitment, openedWith };
  }

  async openLetter(letter: SealedLetter) {
    const opened = await openLetter({ ...letter, secret: this.#unlockedOfficer().decryption });
    return opened.ok ? opened : { ok: false as const, failure: opened.reason };
  }

  async rewrap(sealed: { keyPackets: readonly Bytes[]; body: Bytes }, certificate: Bytes) {
    const disclosed = await discloseSessionKey({ ...sealed, secrets: this.#secrets() });
    if (!disclosed.ok) return null;
    try {
      return await rewrap({ sessionKey: disclosed.sessionKey, certificate });
    } finally {
      disclosed.sessionKey.fill(0);
    }
  }

  async rewrapMany(network: string, messages: readonly CommittedPackets[], certificate: Bytes): Promise<(Bytes | null)[]> {
    const secrets = this.#secrets();
    const packets: (Bytes | null)[] = [];
    for (const message of messages) {
      const wrapped = await rewrapByCommitment({ network, ...message, secrets, certificate });
      packets.push(wrapped.ok ? wrapped.bytes : null);
    }
    return packets;
  }

  async encryptLocal(plain: Bytes, purpose: string): Promise<Bytes> {
    return encryptLocal(this.#unlockedOfficer().indexKey, plain, purpose);
  }
  async decryptLocal(sealed: Bytes, purpose: string): Promise<Bytes | null> {
    return decryptLocal(this.#unlockedOfficer().indexKey, sealed, purpose);
  }

  #secrets(): DecryptionSecret[] {
    return [...this.#epochs.secrets(), this.#unlockedOfficer().decryption];
  }

  #secretOf(unlocking: Unlocking): UnlockSecret {
    return unlocking.kind === 'passkey' ? { kind: 'passkey', secret: unlocking.prf } : { kind: 'passphrase', secret: this.#opaque.exportKey() };
  }

  #unlockedOfficer(): Officer {
    if (this.#officer === null) throw new Problem('not-signed-in', { verdict: 'keyring-locked' });
    return this.#officer;
  }

  async #take(secrets: VaultSecrets, accountSecret: Bytes): Promise<void> {
    const decryption = await unlockOfficer(secrets.secretKey);
    this.#epochs.forget();
    this.#officer?.decryption.destroy();
    this.#officer = { ...secrets, accountSecret, decryption, certificateHash: decryption.certificate };
  }
}

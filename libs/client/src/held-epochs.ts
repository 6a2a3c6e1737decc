// The mailbox epochs whose secrets this keyring holds.
import { createEpoch, openPackage, sealPackage, unlockEpoch, type DecryptionSecret } from '#openpgp/open';
import { equalBytes, Problem, type Bytes } from '#protocol';
import type { EpochPackage, EpochReader } from './keyring.ts';

interface HeldEpoch {
  readonly certificate: Bytes;
  readonly epochSecret: Bytes;
  readonly decryption: DecryptionSecret;
  /** Of the packages that it was opened from, as the log pins them. */
  readonly packages: Set<string>;
}

export class HeldEpochs {
  readonly #held = new Map<string, HeldEpoch>();

  async create(network: string, epoch: string, readers: readonly EpochReader[]): Promise<{ certificate: Bytes; packages: { officer: string; sealed: Bytes }[] }> {
    const { certificate, epochSecret } = await createEpoch(epoch);
    await this.#keep(epoch, certificate, epochSecret, null);
    const packages = await Promise.all(readers.map(async (reader) => ({ officer: reader.officer, sealed: await this.grant(network, epoch, reader) })));
    return { certificate, packages };
  }

  async open({ network, epoch, officer, certificate, sealed, hash }: EpochPackage, secret: DecryptionSecret): Promise<boolean> {
    const opened = await openPackage({ network, epoch, officer, epochCertificate: certificate, sealed, hash, secret });
    if (!opened.ok) return false;
    await this.#keep(epoch, certificate, opened.epochSecret, hash);
    return true;
  }

  /** Opened before from the package that the log pins by this hash. */
  has(epoch: string, hash: string): boolean {
    return this.#held.get(epoch)?.packages.has(hash) ?? false;
  }

  async grant(network: string, epoch: string, { officer, certificate }: EpochReader): Promise<Bytes> {
    const held = this.#held.get(epoch);
    if (held === undefined) throw new Problem('not-found', { verdict: 'epoch-not-held' });
    const { sealed } = await sealPackage({ network, epoch, officer, epochCertificate: held.certificate, epochSecret: held.epochSecret, officerCertificate: certificate });
    return sealed;
  }

  secrets(): DecryptionSecret[] {
    return [...this.#held.values()].map(({ decryption }) => decryption);
  }

  forget(): void {
    for (const { decryption, epochSecret } of this.#held.values()) {
      decryption.destroy();
      epochSecret.fill(0);
    }
    this.#held.clear();
  }

  /** What is held already stays: somebody may be reading with it. */
  async #keep(epoch: string, certificate: Bytes, epochSecret: Bytes, hash: string | null): Promise<void> {
    const decryption = await unlockEpoch({ certificate, epochSecret });
    const held = this.#held.get(epoch);
    const packages = hash === null ? [] : [hash];
    if (held !== undefined && equalBytes(held.certificate, certificate)) {
      decryption.destroy();
      epochSecret.fill(0);
      for (const one of packages) held.packages.add(one);
      return;
    }
    this.#held.set(epoch, { certificate, epochSecret, decryption, packages: new Set(packages) });
    held?.decryption.destroy();
    held?.epochSecret.fill(0);
  }
}

// Making a credential, for a new account and for an existing one alike: an offer, then the credential made against it.
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Problem, type NewCredential, type WrappedVault } from '#protocol';
import { Clock } from '../platform/clock.ts';
import type { Tx } from '../platform/database.ts';
import { AttemptRepository } from './attempt.repository.ts';
import type { Verifier } from './credential.repository.ts';
import { newOneTimeSecret, stepOfCode } from './one-time-code.ts';
import { OpaqueServer } from './opaque-server.ts';
import { PasskeyServer, type StoredPasskey } from './passkey-server.ts';
import { sealAtRest } from './sealed-at-rest.ts';
import { ServerSecrets } from './server-secrets.ts';

/** Whom a credential is for, and what alone may complete the offer: a session, or an invitation. */
export interface CredentialOwner {
  readonly bound: string;
  readonly officer: string;
  readonly signInName: string;
}

@Injectable()
export class CredentialOffers {
  constructor(
    private readonly opaque: OpaqueServer,
    private readonly passkeys: PasskeyServer,
    private readonly attempts: AttemptRepository,
  ) {}

  async passphrase(tx: Tx, { bound, signInName }: CredentialOwner, request: string) {
    const credential = randomUUID();
    const response = this.opaque.register(signInName, request);
    const totp = newOneTimeSecret(signInName);
    return { attempt: await this.attempts.begin(tx, 'new.passphrase', bound, { credential, secret: totp.secret }), credential, response, totp };
  }

  /** `existing`: passkeys that the browser is not to offer again. */
  async passkey(tx: Tx, { bound, officer, signInName }: CredentialOwner, existing: readonly StoredPasskey[]) {
    const credential = randomUUID();
    const options = this.passkeys.creationOptions(officer, signInName, existing);
    return { attempt: await this.attempts.begin(tx, 'new.passkey', bound, { credential, challenge: options.challenge }), credential, options };
  }
}

@Injectable()
export class NewCredentials {
  constructor(
    private readonly opaque: OpaqueServer,
    private readonly passkeys: PasskeyServer,
    private readonly attempts: AttemptRepository,
    private readonly secrets: ServerSecrets,
    private readonly clock: Clock,
  ) {}

  /**
   * Checks a credential against its offer and returns what to store. Throws Problem('gone') when there is no such offer,
   * Problem('bad-request') when something does not fit; the offer then stays good, so that a mistyped code can be typed again.
   */
  async check(tx: Tx, { bound, signInName }: CredentialOwner, given: NewCredential, vault: WrappedVault): Promise<{ id: string; verifier: Verifier }> {
    const { id, verifier } = given.method === 'passphrase' ? await this.passphrase(tx, bound, signInName, given) : await this.passkey(tx, bound, given);
    if (vault.credential !== id) throw misfit('body.vault.credential', 'is not the credential that was offered');
    if (vault.version !== 1) throw misfit('body.vault.version', 'begins with 1');
    return { id, verifier };
  }

  private async passphrase(tx: Tx, bound: string, signInName: string, given: NewCredential & { method: 'passphrase' }): Promise<{ id: string; verifier: Verifier }> {
    const offer = await this.attempts.take(tx, 'new.passphrase', given.attempt, bound);
    if (!offer) throw new Problem('gone');
    this.opaque.requireRecord(signInName, given.record);
    const step = stepOfCode(offer.secret, given.code, this.clock.now());
    if (step === null) throw misfit('body.credential.code', 'is not the code of this moment');
    return { id: offer.credential, verifier: { method: 'passphrase', record: given.record, totp: sealAtRest(this.secrets.sealing, offer.secret, `totp ${offer.credential}`), step } };
  }

  private async passkey(tx: Tx, bound: string, given: NewCredential & { method: 'passkey' }): Promise<{ id: string; verifier: Verifier }> {
    const offer = await this.attempts.take(tx, 'new.passkey', given.attempt, bound);
    if (!offer) throw new Problem('gone');
    const passkey = await this.passkeys.verifyRegistration(given.registration, offer.challenge);
    if (!passkey) throw misfit('body.credential.registration', 'is not a passkey of this site, made for this offer with the user verified');
    return { id: offer.credential, verifier: { method: 'passkey', passkey } };
  }
}

function misfit(path: string, reason: string): Problem {
  return new Problem('bad-request', { fields: [{ path, reason }] });
}

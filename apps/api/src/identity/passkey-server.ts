// The server's half of WebAuthn: user verification always, any authenticator, no attestation, this site's origin only.
import { Inject, Injectable } from '@nestjs/common';
import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import { randomBytes } from 'node:crypto';
import type { PasskeyAssertion, PasskeyCreationOptions, PasskeyRegistration, PasskeyRequestOptions } from '#protocol';
import { CONFIG, type Config } from '../platform/config.ts';

/** How long a browser may show its dialogue, milliseconds. */
const TIMEOUT_MS = 120_000;
/** COSE: EdDSA, ES256, RS256. */
const ALGORITHMS = [-8, -7, -257];

export interface StoredPasskey {
  readonly id: string;
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: string[];
}

@Injectable()
export class PasskeyServer {
  private readonly origin: string;
  private readonly rpId: string;

  constructor(@Inject(CONFIG) config: Config) {
    this.origin = config.publicUrl.origin;
    this.rpId = config.publicUrl.hostname;
  }

  /** `userHandle`: the account's id. The name shown by the browser is the sign-in name; nothing personal goes in. */
  creationOptions(userHandle: string, signInName: string, existing: readonly StoredPasskey[]): PasskeyCreationOptions {
    return {
      rp: { id: this.rpId, name: 'GlobE hub' },
      user: { id: Buffer.from(userHandle.replaceAll('-', ''), 'hex').toString('base64url'), name: signInName, displayName: signInName },
      challenge: challenge(),
      pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
      timeout: TIMEOUT_MS,
      excludeCredentials: existing.map(({ id, transports }) => ({ type: 'public-key', id, transports })),
      authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
      attestation: 'none',
    };
  }

  /** `allowed`: for step-up, one's own; empty: any passkey of this site. */
  requestOptions(allowed: readonly StoredPasskey[]): PasskeyRequestOptions {
    return {
      rpId: this.rpId,
      challenge: challenge(),
      timeout: TIMEOUT_MS,
      allowCredentials: allowed.map(({ id, transports }) => ({ type: 'public-key', id, transports })),
      userVerification: 'required',
    };
  }

  /** Null: not for this challenge, origin or site, no user verification, or malformed. */
  async verifyRegistration(registration: PasskeyRegistration, expectedChallenge: string): Promise<StoredPasskey | null> {
    const result = await verifyRegistrationResponse({
      response: registration, expectedChallenge, expectedOrigin: this.origin, expectedRPID: this.rpId,
      requireUserVerification: true, supportedAlgorithmIDs: ALGORITHMS,
    }).catch(() => null);
    if (!result?.verified) return null;
    const { id, publicKey, counter } = result.registrationInfo.credential;
    return { id, publicKey: Buffer.from(publicKey), counter, transports: registration.response.transports };
  }

  /** The authenticator's new counter; null as above, or when the counter went back (a copy of the key). */
  async verifyAssertion(assertion: PasskeyAssertion, expectedChallenge: string, passkey: StoredPasskey): Promise<number | null> {
    const result = await verifyAuthenticationResponse({
      response: assertion,
      expectedChallenge, expectedOrigin: this.origin, expectedRPID: this.rpId, requireUserVerification: true,
      credential: { id: passkey.id, publicKey: new Uint8Array(passkey.publicKey), counter: passkey.counter, transports: passkey.transports },
    }).catch(() => null);
    return result?.verified ? result.authenticationInfo.newCounter : null;
  }
}

function challenge(): string {
  return randomBytes(32).toString('base64url');
}

// The second step of a passkey run, for sign-in and step-up alike.
import { Injectable } from '@nestjs/common';
import type { PasskeyAssertion } from '#protocol';
import { Clock } from '../platform/clock.ts';
import type { Tx } from '../platform/database.ts';
import type { Checked } from './check-passphrase.ts';
import { CredentialRepository } from './credential.repository.ts';
import { PasskeyServer } from './passkey-server.ts';

@Injectable()
export class CheckPasskey {
  constructor(
    private readonly passkeys: PasskeyServer,
    private readonly credentials: CredentialRepository,
    private readonly clock: Clock,
  ) {}

  /** Never throws for a wrong answer, so that its traces are kept. */
  async check(tx: Tx, challenge: string, assertion: PasskeyAssertion): Promise<Checked> {
    const passkey = await this.credentials.passkeyById(tx, assertion.id);
    if (!passkey) return { ok: false, reason: 'sign-in-failed', account: null };
    const { account, credential } = passkey;
    const counter = await this.passkeys.verifyAssertion(assertion, challenge, passkey);
    if (counter === null) return { ok: false, reason: 'sign-in-failed', account };
    await this.credentials.usePasskey(tx, credential, counter, this.clock.now());
    return { ok: true, account, credential };
  }
}

import { Injectable } from '@nestjs/common';
import type { AttemptKind } from './attempt.repository.ts';
import { Database } from '../platform/database.ts';
import { currentContext } from '../platform/request-context.ts';
import { subscriberAddress } from './subscriber-address.ts';
import { AttemptRepository } from './attempt.repository.ts';
import { CheckPassphrase } from './check-passphrase.ts';
import { CredentialRepository } from './credential.repository.ts';
import { OpaqueServer } from './opaque-server.ts';
import { ANONYMOUS, GUESSES, Pressure } from './pressure.ts';
import { SignIn, type Device, type SignedIn } from './sign-in.ts';

const KIND = 'sign-in.passphrase' satisfies AttemptKind;

/** Open to all. Whether a name exists shows in no answer, no wait and no status; timing differs by less than its own noise (see the ADR). */
@Injectable()
export class StartSignInByPassphrase {
  constructor(
    private readonly database: Database,
    private readonly pressure: Pressure,
    private readonly credentials: CredentialRepository,
    private readonly opaque: OpaqueServer,
    private readonly attempts: AttemptRepository,
  ) {}

  /**
   * The guess is counted here, not at the second step: the client learns from this answer whether the passphrase was right.
   * `device`: id of a device from which the owner signed in before; it has counters of its own, which no stranger can drive up.
   */
  async execute(signInName: string, request: string, device: string | null): Promise<{ attempt: string; response: string }> {
    const block = subscriberAddress(currentContext().address);
    if (device === null) await this.pressure.push(this.pressure.key('anonymous', block), ANONYMOUS);
    const guesses = this.pressure.key('guesses', signInName, device === null ? `block ${block}` : `device ${device}`);
    await this.pressure.push(guesses, GUESSES);
    return this.database.transaction(async (tx) => {
      const passphrase = await this.credentials.passphraseByName(tx, signInName);
      const { state, response } = this.opaque.start(signInName, passphrase?.record ?? null, request);
      const attempt = await this.attempts.begin(tx, KIND, null, { opaque: state, credential: passphrase?.id ?? null, pressure: guesses });
      return { attempt, response };
    }, 'system');
  }
}

@Injectable()
export class FinishSignInByPassphrase {
  constructor(
    private readonly attempts: AttemptRepository,
    private readonly passphrase: CheckPassphrase,
    private readonly pressure: Pressure,
    private readonly signIn: SignIn,
  ) {}

  async execute(given: { attempt: string; finish: string; code: string }, device: Device): Promise<SignedIn> {
    return this.signIn.after('passphrase', device, async (tx) => {
      const state = await this.attempts.take(tx, KIND, given.attempt, null);
      if (!state) return { ok: false, reason: 'sign-in-failed' };
      const checked = await this.passphrase.check(tx, state, given.finish, given.code);
      if (checked.ok) await this.pressure.relieve(tx, state.pressure);
      return checked;
    });
  }
}

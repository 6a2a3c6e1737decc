import { Injectable } from '@nestjs/common';
import type { PasskeyAssertion, PasskeyRequestOptions } from '#protocol';
import { Database } from '../platform/database.ts';
import { currentContext } from '../platform/request-context.ts';
import { subscriberAddress } from './subscriber-address.ts';
import { AttemptRepository, type AttemptKind } from './attempt.repository.ts';
import { CheckPasskey } from './check-passkey.ts';
import { PasskeyServer } from './passkey-server.ts';
import { ANONYMOUS, Pressure } from './pressure.ts';
import { SignIn, type SignedIn } from './sign-in.ts';

const KIND = 'sign-in.passkey' satisfies AttemptKind;

/** Open to all. No name is asked: the browser offers the passkeys it has for this site. */
@Injectable()
export class StartSignInByPasskey {
  constructor(
    private readonly database: Database,
    private readonly pressure: Pressure,
    private readonly passkeys: PasskeyServer,
    private readonly attempts: AttemptRepository,
  ) {}

  async execute(): Promise<{ attempt: string; options: PasskeyRequestOptions }> {
    await this.pressure.push(this.pressure.key('anonymous', subscriberAddress(currentContext().address)), ANONYMOUS);
    const options = this.passkeys.requestOptions([]);
    const attempt = await this.database.transaction((tx) => this.attempts.begin(tx, KIND, null, { challenge: options.challenge }), 'system');
    return { attempt, options };
  }
}

@Injectable()
export class FinishSignInByPasskey {
  constructor(
    private readonly attempts: AttemptRepository,
    private readonly passkey: CheckPasskey,
    private readonly signIn: SignIn,
  ) {}

  async execute(given: { attempt: string; assertion: PasskeyAssertion }, client: string): Promise<SignedIn> {
    // A passkey is something its owner has: no news.
    return this.signIn.after('passkey', { client, isKnown: () => true }, async (tx) => {
      const state = await this.attempts.take(tx, KIND, given.attempt, null);
      return state ? this.passkey.check(tx, state.challenge, given.assertion) : { ok: false, reason: 'sign-in-failed' };
    });
  }
}

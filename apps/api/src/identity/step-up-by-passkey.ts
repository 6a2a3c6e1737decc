import { Injectable } from '@nestjs/common';
import { identityRoutes, Problem, type PasskeyAssertion, type PasskeyRequestOptions } from '#protocol';
import { Database } from '../platform/database.ts';
import { AttemptRepository, type AttemptKind } from './attempt.repository.ts';
import { requireCaller } from './caller.ts';
import { CheckPasskey } from './check-passkey.ts';
import { CredentialRepository } from './credential.repository.ts';
import { PasskeyServer } from './passkey-server.ts';
import type { Session } from './session.repository.ts';
import { StepUp } from './step-up.ts';

const KIND = 'step-up.passkey' satisfies AttemptKind;

@Injectable()
export class StartStepUpByPasskey {
  constructor(
    private readonly database: Database,
    private readonly attempts: AttemptRepository,
    private readonly credentials: CredentialRepository,
    private readonly passkeys: PasskeyServer,
  ) {}

  /** Problem('not-found') without a passkey: the caller has a passphrase then. */
  async execute(): Promise<{ attempt: string; options: PasskeyRequestOptions }> {
    const caller = requireCaller(identityRoutes.stepUpPasskeyStart);
    return this.database.transaction(async (tx) => {
      const own = await this.credentials.passkeysOf(tx, caller.account);
      if (own.length === 0) throw new Problem('not-found');
      const options = this.passkeys.requestOptions(own);
      return { attempt: await this.attempts.begin(tx, KIND, caller.session, { challenge: options.challenge }), options };
    }, 'system');
  }
}

@Injectable()
export class FinishStepUpByPasskey {
  constructor(
    private readonly attempts: AttemptRepository,
    private readonly passkey: CheckPasskey,
    private readonly stepUp: StepUp,
  ) {}

  async execute(given: { attempt: string; assertion: PasskeyAssertion }): Promise<Session> {
    const caller = requireCaller(identityRoutes.stepUpPasskeyFinish);
    return this.stepUp.after(caller, 'passkey', async (tx) => {
      const state = await this.attempts.take(tx, KIND, given.attempt, caller.session);
      return state ? this.passkey.check(tx, state.challenge, given.assertion) : { ok: false, reason: 'sign-in-failed' };
    });
  }
}

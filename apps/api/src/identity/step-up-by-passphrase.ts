import { Injectable } from '@nestjs/common';
import { identityRoutes, Problem } from '#protocol';
import { Database } from '../platform/database.ts';
import { AttemptRepository, type AttemptKind } from './attempt.repository.ts';
import { requireCaller } from './caller.ts';
import { CheckPassphrase } from './check-passphrase.ts';
import { CredentialRepository } from './credential.repository.ts';
import { OpaqueServer } from './opaque-server.ts';
import { GUESSES, Pressure } from './pressure.ts';
import type { Session } from './session.repository.ts';
import { StepUp } from './step-up.ts';

const KIND = 'step-up.passphrase' satisfies AttemptKind;

@Injectable()
export class StartStepUpByPassphrase {
  constructor(
    private readonly database: Database,
    private readonly attempts: AttemptRepository,
    private readonly credentials: CredentialRepository,
    private readonly opaque: OpaqueServer,
    private readonly pressure: Pressure,
  ) {}

  /** Only who holds a session can push, and the wait is theirs. Problem('not-found') without a passphrase: the caller has a passkey then. */
  async execute(request: string): Promise<{ attempt: string; response: string }> {
    const caller = requireCaller(identityRoutes.stepUpPassphraseStart);
    await this.pressure.push(this.pressure.key('step-up', caller.account), GUESSES);
    return this.database.transaction(async (tx) => {
      const passphrase = await this.credentials.passphraseOf(tx, caller.account);
      if (!passphrase) throw new Problem('not-found');
      const { state, response } = this.opaque.start(passphrase.sign_in_name, passphrase.record, request);
      return { attempt: await this.attempts.begin(tx, KIND, caller.session, { opaque: state, credential: passphrase.id }), response };
    }, 'system');
  }
}

@Injectable()
export class FinishStepUpByPassphrase {
  constructor(
    private readonly attempts: AttemptRepository,
    private readonly passphrase: CheckPassphrase,
    private readonly pressure: Pressure,
    private readonly stepUp: StepUp,
  ) {}

  async execute(given: { attempt: string; finish: string; code: string }): Promise<Session> {
    const caller = requireCaller(identityRoutes.stepUpPassphraseFinish);
    return this.stepUp.after(caller, 'passphrase', async (tx) => {
      const state = await this.attempts.take(tx, KIND, given.attempt, caller.session);
      if (!state) return { ok: false, reason: 'sign-in-failed' };
      const checked = await this.passphrase.check(tx, state, given.finish, given.code);
      if (checked.ok) await this.pressure.relieve(tx, this.pressure.key('step-up', caller.account));
      return checked;
    });
  }
}

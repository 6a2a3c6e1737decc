// The second step of a passphrase run, for sign-in and step-up alike.
import { Injectable } from '@nestjs/common';
import type { ProblemCode } from '#protocol';
import { Clock } from '../platform/clock.ts';
import type { Tx } from '../platform/database.ts';
import { CredentialRepository } from './credential.repository.ts';
import { stepOfCode } from './one-time-code.ts';
import { OpaqueServer } from './opaque-server.ts';
import { CODES, Pressure } from './pressure.ts';
import { openAtRest } from './sealed-at-rest.ts';
import { ServerSecrets } from './server-secrets.ts';

export type Checked = { readonly ok: true; readonly credential: string; readonly account: string } | RefusedCheck;
export interface RefusedCheck {
  readonly ok: false;
  readonly reason: ProblemCode;
  readonly retryAfter?: number;
  /** Whose account it was about; null when nobody has the name or the passkey. Undefined: there was no attempt to answer. */
  readonly account?: string | null;
}

/** Looked up for names that nobody has, so that they cost what others cost. */
const NO_CREDENTIAL = '00000000-0000-4000-8000-000000000000';

@Injectable()
export class CheckPassphrase {
  constructor(
    private readonly opaque: OpaqueServer,
    private readonly credentials: CredentialRepository,
    private readonly pressure: Pressure,
    private readonly secrets: ServerSecrets,
    private readonly clock: Clock,
  ) {}

  /**
   * The passphrase first, then the code. Waiting for the next code is asked only of who proved the passphrase: nobody else can
   * make the owner wait, and nobody else learns that there is an owner. Never throws for a wrong answer, so that its traces are kept.
   */
  async check(tx: Tx, state: { opaque: string; credential: string | null }, finish: string, code: string): Promise<Checked> {
    const proven = this.opaque.finish(state.opaque, finish);
    const passphrase = await this.credentials.passphrase(tx, state.credential ?? NO_CREDENTIAL);
    if (!passphrase) return { ok: false, reason: 'sign-in-failed', account: null };
    const { id, account } = passphrase;
    if (!proven) return { ok: false, reason: 'sign-in-failed', account };
    const codes = this.pressure.key('codes', id);
    const wait = await this.pressure.count(tx, codes, CODES);
    if (wait !== null) return { ok: false, reason: 'too-many-requests', retryAfter: wait, account };
    const now = this.clock.now();
    const step = stepOfCode(openAtRest(this.secrets.sealing, passphrase.totp, `totp ${id}`), code, now);
    if (step === null || !(await this.credentials.useCode(tx, id, step, now))) return { ok: false, reason: 'sign-in-failed', account };
    await this.pressure.relieve(tx, codes);
    return { ok: true, credential: id, account };
  }
}

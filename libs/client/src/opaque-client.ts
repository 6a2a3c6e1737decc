// The client's half of OPAQUE, holding what must not leave the keyring: passphrase, states, export key.
import { client, ready } from '@serenity-kit/opaque';
import { fromBase64Url, Problem, type Bytes } from '#protocol';
import { normalizePassphrase } from './passphrase.ts';

/** Argon2id, 64 MiB, three passes (RFC 9106, second recommended option): pinned, since both sides of a record must agree for good. */
const STRETCHING = 'memory-constrained';

export class OpaqueClient {
  #run: { readonly kind: 'registration' | 'login'; readonly passphrase: string; readonly state: string } | null = null;
  #exportKey: Bytes | null = null;

  async startRegistration(typed: string): Promise<string> {
    await ready;
    const passphrase = normalizePassphrase(typed);
    const { clientRegistrationState, registrationRequest } = client.startRegistration({ password: passphrase });
    this.#run = { kind: 'registration', passphrase, state: clientRegistrationState };
    return registrationRequest;
  }

  finishRegistration(response: string): string {
    const { passphrase, state } = this.#take('registration');
    const { registrationRecord, exportKey } = answered(() =>
      client.finishRegistration({ clientRegistrationState: state, registrationResponse: response, password: passphrase, keyStretching: STRETCHING }),
    );
    this.#exportKey = fromBase64Url(exportKey);
    return registrationRecord;
  }

  async startLogin(typed: string): Promise<string> {
    await ready;
    const passphrase = normalizePassphrase(typed);
    const { clientLoginState, startLoginRequest } = client.startLogin({ password: passphrase });
    this.#run = { kind: 'login', passphrase, state: clientLoginState };
    return startLoginRequest;
  }

  /** Null: the passphrase is not the one registered, or nobody has this name. */
  finishLogin(response: string): string | null {
    const { passphrase, state } = this.#take('login');
    const finished = answered(() => client.finishLogin({ clientLoginState: state, loginResponse: response, password: passphrase, keyStretching: STRETCHING }));
    if (!finished) return null;
    this.#exportKey = fromBase64Url(finished.exportKey);
    return finished.finishLoginRequest;
  }

  /** The export key of the run that ended last, for wrapping or opening a vault. Throws Problem('not-signed-in') without one. */
  exportKey(): Bytes {
    if (this.#exportKey === null) throw new Problem('not-signed-in');
    return this.#exportKey;
  }

  forget(): void {
    this.#run = null;
    this.#exportKey?.fill(0);
    this.#exportKey = null;
  }

  #take(kind: 'registration' | 'login') {
    const run = this.#run;
    this.#run = null;
    if (run?.kind !== kind) throw new Problem('bad-request');
    return run;
  }
}

/** The library throws strings and errors of its own on malformed messages. */
function answered<T>(work: () => T): T {
  try {
    return work();
  } catch {
    throw new Problem('bad-request', { verdict: 'opaque-message' });
  }
}

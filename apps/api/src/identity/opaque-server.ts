// The server's half of OPAQUE (RFC 9807). Passphrase and export key never come here.
import { Injectable } from '@nestjs/common';
import * as opaque from '@serenity-kit/opaque';
import { Problem } from '#protocol';
import { ServerSecrets } from './server-secrets.ts';

@Injectable()
export class OpaqueServer {
  constructor(private readonly secrets: ServerSecrets) {}

  /** Answers a registration request. Throws Problem('bad-request') when it is no group element. */
  register(signInName: string, registrationRequest: string): string {
    return wellFormed('body.request', () =>
      opaque.server.createRegistrationResponse({ serverSetup: this.secrets.opaqueSetup, userIdentifier: signInName, registrationRequest }).registrationResponse);
  }

  /** Throws Problem('bad-request') unless the record can be used: the library reads it only at sign-in, which would be too late. */
  requireRecord(signInName: string, registrationRecord: string): void {
    const { startLoginRequest } = opaque.client.startLogin({ password: 'any' });
    wellFormed('body.credential.record', () =>
      opaque.server.startLogin({ serverSetup: this.secrets.opaqueSetup, userIdentifier: signInName, registrationRecord, startLoginRequest }));
  }

  /**
   * First message of sign-in. Without a record the library answers from a fake one, of the same form, at the same cost
   * (RFC 9807, section 10.9): some 1.1 ms either way.
   */
  start(signInName: string, registrationRecord: string | null, startLoginRequest: string): { state: string; response: string } {
    const { serverLoginState, loginResponse } = wellFormed('body.request', () =>
      opaque.server.startLogin({ serverSetup: this.secrets.opaqueSetup, userIdentifier: signInName, registrationRecord, startLoginRequest }));
    return { state: serverLoginState, response: loginResponse };
  }

  /** Whether the client proved to know the passphrase. */
  finish(state: string, finishLoginRequest: string): boolean {
    try {
      opaque.server.finishLogin({ serverLoginState: state, finishLoginRequest });
      return true;
    } catch {
      return false;
    }
  }
}

function wellFormed<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch {
    throw new Problem('bad-request', { fields: [{ path, reason: 'is not the expected OPAQUE message' }] });
  }
}

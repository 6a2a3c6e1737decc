// Passkeys with the PRF extension (WebAuthn Level 3): the assertion goes to the hub, the PRF output to the keyring, never to the hub.
import { fromBase64Url, toBase64Url, utf8, type Bytes, type PasskeyAssertion, type PasskeyCreationOptions, type PasskeyRegistration, type PasskeyRequestOptions } from '#protocol';

/** Every passkey evaluates its own secret function at this one point. */
const PRF_INPUT = utf8('globe hub vault prf version 1');

/** The authenticator took part, but cannot make the secret that opens a vault. */
export class PrfMissing extends Error {
  override readonly name = 'PrfMissing';
}

/** What asks authenticators: in browsers navigator.credentials. */
export type Authenticators = Pick<CredentialsContainer, 'create' | 'get'>;

interface PrfResults {
  prf?: { enabled?: boolean; results?: { first?: ArrayBuffer | ArrayBufferView<ArrayBuffer> } };
}

export interface Asserted {
  readonly assertion: PasskeyAssertion;
  readonly prf: Bytes;
}

/** Makes a passkey. Throws PrfMissing, or what the browser throws (NotAllowedError: cancelled). A second touch may be asked for the PRF output. */
export async function createPasskey(authenticators: Authenticators, options: PasskeyCreationOptions): Promise<{ registration: PasskeyRegistration; prf: Bytes }> {
  const publicKey: PublicKeyCredentialCreationOptions = {
    ...options,
    challenge: fromBase64Url(options.challenge),
    user: { ...options.user, id: fromBase64Url(options.user.id) },
    excludeCredentials: descriptors(options.excludeCredentials),
    extensions: prfExtension(),
  };
  const made = (await authenticators.create({ publicKey })) as PublicKeyCredential;
  const response = made.response as AuthenticatorAttestationResponse;
  const results = made.getClientExtensionResults() as PrfResults;
  if (results.prf?.enabled !== true) throw new PrfMissing('this authenticator has no PRF');
  const transports = response.getTransports().filter((name) => /^[a-z-]+$/.test(name));
  const registration: PasskeyRegistration = {
    ...identity(made),
    response: { clientDataJSON: encode(response.clientDataJSON), attestationObject: encode(response.attestationObject), transports },
    clientExtensionResults: { prf: { enabled: true } },
  };
  const prf = outputOf(results) ?? (await evaluate(authenticators, options.rp.id, made.id));
  return { registration, prf };
}

/** Asks for a passkey. Throws PrfMissing, or what the browser throws (NotAllowedError: cancelled, or none fits). */
export async function askPasskey(authenticators: Authenticators, options: PasskeyRequestOptions): Promise<Asserted> {
  const publicKey: PublicKeyCredentialRequestOptions = { ...options, challenge: fromBase64Url(options.challenge), allowCredentials: descriptors(options.allowCredentials), extensions: prfExtension() };
  const got = (await authenticators.get({ publicKey })) as PublicKeyCredential;
  const prf = outputOf(got.getClientExtensionResults() as PrfResults);
  if (prf === null) throw new PrfMissing('this authenticator has no PRF');
  const response = got.response as AuthenticatorAssertionResponse;
  return {
    prf,
    assertion: {
      ...identity(got),
      response: {
        clientDataJSON: encode(response.clientDataJSON),
        authenticatorData: encode(response.authenticatorData),
        signature: encode(response.signature),
        ...(response.userHandle ? { userHandle: encode(response.userHandle) } : {}),
      },
      clientExtensionResults: {},
    },
  };
}

/** An assertion for this device alone: its challenge is nobody's, and it is thrown away. */
async function evaluate(authenticators: Authenticators, rpId: string, id: string): Promise<Bytes> {
  const challenge = toBase64Url(crypto.getRandomValues(new Uint8Array(32)));
  const { prf } = await askPasskey(authenticators, { rpId, challenge, timeout: 120_000, allowCredentials: [{ type: 'public-key', id }], userVerification: 'required' });
  return prf;
}

function prfExtension(): AuthenticationExtensionsClientInputs {
  return { prf: { eval: { first: PRF_INPUT } } } as AuthenticationExtensionsClientInputs;
}

function outputOf({ prf }: PrfResults): Bytes | null {
  const first = prf?.results?.first;
  if (first === undefined) return null;
  return first instanceof ArrayBuffer ? new Uint8Array(first) : new Uint8Array(first.buffer, first.byteOffset, first.byteLength);
}

function descriptors(list: PasskeyRequestOptions['allowCredentials']): PublicKeyCredentialDescriptor[] {
  return list.map(({ type, id, transports }) => ({ type, id: fromBase64Url(id), ...(transports ? { transports: transports as AuthenticatorTransport[] } : {}) }));
}

function identity({ id, rawId, authenticatorAttachment }: PublicKeyCredential): Pick<PasskeyAssertion, 'id' | 'rawId' | 'type' | 'authenticatorAttachment'> {
  const attachment = authenticatorAttachment === 'platform' || authenticatorAttachment === 'cross-platform' ? { authenticatorAttachment } : {};
  return { id, rawId: encode(rawId), type: 'public-key', ...attachment } as Pick<PasskeyAssertion, 'id' | 'rawId' | 'type' | 'authenticatorAttachment'>;
}

function encode(buffer: ArrayBuffer): string {
  return toBase64Url(new Uint8Array(buffer));
}

// What the worker may ask of the page: ceremonies that browsers offer to pages alone, and questions to the user.
import type { TotpOffer } from '#client';
import { Failure } from './channel.ts';

/** A PublicKeyCredential as a value that can be cloned. */
export interface CredentialValue {
  readonly id: string;
  readonly rawId: ArrayBuffer;
  readonly authenticatorAttachment: string | null;
  readonly response: Readonly<Record<'clientDataJSON', ArrayBuffer>> & Partial<Record<'attestationObject' | 'authenticatorData' | 'signature', ArrayBuffer>> & { readonly userHandle?: ArrayBuffer | null };
  readonly transports: string[];
  readonly extensions: AuthenticationExtensionsClientOutputs;
}

let askForCode: ((offer: TotpOffer) => Promise<string>) | null = null;
/** The page that can show an authenticator's secret and read its code. */
export function onCodeAsked(ask: typeof askForCode): void {
  askForCode = ask;
}

export const pageApi = {
  createCredential: (publicKey: PublicKeyCredentialCreationOptions) => ceremony(() => navigator.credentials.create({ publicKey })),
  getCredential: (publicKey: PublicKeyCredentialRequestOptions) => ceremony(() => navigator.credentials.get({ publicKey })),
  readCode: (offer: TotpOffer): Promise<string> => {
    if (!askForCode) throw new Failure('failed');
    return askForCode(offer);
  },
};

async function ceremony(ask: () => Promise<Credential | null>): Promise<CredentialValue> {
  let credential: Credential | null;
  try {
    credential = await ask();
  } catch {
    throw new Failure('passkey-cancelled');
  }
  if (!(credential instanceof PublicKeyCredential)) throw new Failure('passkey-cancelled');
  return valueOf(credential);
}

function valueOf(credential: PublicKeyCredential): CredentialValue {
  const { id, rawId, authenticatorAttachment } = credential;
  const response = credential.response as AuthenticatorAttestationResponse & AuthenticatorAssertionResponse;
  const { clientDataJSON, attestationObject, authenticatorData, signature, userHandle } = response;
  const made = response instanceof AuthenticatorAttestationResponse;
  return {
    id,
    rawId,
    authenticatorAttachment,
    response: made ? { clientDataJSON, attestationObject } : { clientDataJSON, authenticatorData, signature, userHandle },
    transports: made ? response.getTransports() : [],
    extensions: credential.getClientExtensionResults(),
  };
}

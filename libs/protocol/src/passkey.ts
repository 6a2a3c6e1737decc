// WebAuthn (Level 3) in JSON, only what the hub asks for and accepts. Closed: PRF results, which open the vault, can
// not be sent by mistake, because nothing here has room for them.
import { z } from 'zod';
import { base64UrlOf } from './ids.ts';

const Transport = z.string().max(32).regex(/^[a-z-]+$/);
const Descriptor = z.strictObject({ type: z.literal('public-key'), id: base64UrlOf(1023, 16), transports: z.array(Transport).max(10).exactOptional() });

/** PublicKeyCredentialCreationOptionsJSON. The client adds the PRF input itself. */
export const PasskeyCreationOptions = z.strictObject({
  rp: z.strictObject({ id: z.string(), name: z.string() }),
  user: z.strictObject({ id: base64UrlOf(64, 16), name: z.string(), displayName: z.string() }),
  challenge: base64UrlOf(64, 32),
  pubKeyCredParams: z.array(z.strictObject({ type: z.literal('public-key'), alg: z.int() })),
  timeout: z.int(),
  excludeCredentials: z.array(Descriptor),
  authenticatorSelection: z.strictObject({ residentKey: z.literal('required'), requireResidentKey: z.literal(true), userVerification: z.literal('required') }),
  attestation: z.literal('none'),
});
export type PasskeyCreationOptions = z.infer<typeof PasskeyCreationOptions>;

/** PublicKeyCredentialRequestOptionsJSON; without allowCredentials: any passkey of this site. */
export const PasskeyRequestOptions = z.strictObject({
  rpId: z.string(),
  challenge: base64UrlOf(64, 32),
  timeout: z.int(),
  allowCredentials: z.array(Descriptor),
  userVerification: z.literal('required'),
});
export type PasskeyRequestOptions = z.infer<typeof PasskeyRequestOptions>;

const credential = {
  id: base64UrlOf(1023, 16),
  rawId: base64UrlOf(1023, 16),
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).exactOptional(),
};

/** RegistrationResponseJSON. */
export const PasskeyRegistration = z.strictObject({
  ...credential,
  response: z.strictObject({ clientDataJSON: base64UrlOf(4096, 2), attestationObject: base64UrlOf(16_384, 2), transports: z.array(Transport).max(10) }),
  clientExtensionResults: z.strictObject({ prf: z.strictObject({ enabled: z.literal(true) }) }),
});
export type PasskeyRegistration = z.infer<typeof PasskeyRegistration>;

/** AuthenticationResponseJSON. */
export const PasskeyAssertion = z.strictObject({
  ...credential,
  response: z.strictObject({
    clientDataJSON: base64UrlOf(4096, 2),
    authenticatorData: base64UrlOf(4096, 37),
    signature: base64UrlOf(8192, 1),
    userHandle: base64UrlOf(64, 1).exactOptional(),
  }),
  clientExtensionResults: z.strictObject({}),
});
export type PasskeyAssertion = z.infer<typeof PasskeyAssertion>;

// Sign-in, sessions, credentials, vaults, invitations and enrolment.
import { z } from 'zod';
import { base64UrlOf, Hash, text, Timestamp, Uuid } from '../ids.ts';
import { PUBLIC, roles, routeTable, SIGNED_IN, stepUp, type Role } from '../route.ts';
import { OfficerCard, OfficerRole } from '../statement.ts';
import { CERTIFICATE_LIMIT } from './membership.ts';
import { PasskeyAssertion, PasskeyCreationOptions, PasskeyRegistration, PasskeyRequestOptions } from '../passkey.ts';

/** Sign-in name: eight letters of Crockford's base32 in two groups, given by the hub, so that no name is ever "taken". Read forgivingly. */
export const SignInName = z
  .string()
  .max(40)
  .transform((typed) => typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1'))
  .pipe(z.string().regex(/^[0-9A-HJKMNP-TV-Z]{8}$/))
  .transform((name) => `${name.slice(0, 4)}-${name.slice(4)}`);

/** Six digits of a time-based one-time password (RFC 6238: SHA-1, 30 s). */
export const OneTimeCode = z
  .string()
  .max(20)
  .transform((typed) => typed.replaceAll(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/));

/** A message of OPAQUE (RFC 9807) as the library writes it: base64url. Small, whatever the passphrase. */
const OpaqueMessage = base64UrlOf(1024, 32);

export const CredentialMethod = z.enum(['passkey', 'passphrase']);
export type CredentialMethod = z.infer<typeof CredentialMethod>;

/** The wrapped secrets of one officer for one credential; see libs/client. The hub cannot open it. */
export const WrappedVault = z.strictObject({
  /** Network the vault is bound to; null when it was wrapped before the network had a genesis statement. */
  network: Hash.nullable(),
  credential: Uuid,
  /** 1, 2, 3 …: only grows. */
  version: z.int().min(1),
  nonce: base64UrlOf(12, 12),
  ciphertext: base64UrlOf(16_384, 16),
});
export type WrappedVault = z.infer<typeof WrappedVault>;

export const NetworkView = z.object({ id: Hash, name: z.string(), demonstration: z.boolean() });
export type NetworkView = z.infer<typeof NetworkView>;

const RoleName = z.enum(['security', 'officer', 'reader', 'member-auditor', 'secretariat', 'auditor', 'pending'] as const satisfies readonly Role[]);

/** Who is signed in, by which credential, and until when. */
export const SessionView = z.object({
  id: Uuid,
  account: Uuid,
  signInName: z.string(),
  officer: Uuid,
  member: Uuid.nullable(),
  role: RoleName,
  /** The officer's certificate as enrolled. The trust log decides whether it counts. */
  certificate: Hash,
  credential: Uuid,
  method: CredentialMethod,
  verifiedAt: Timestamp,
  /** Ends then if nothing is asked in the meantime, and at the latest at `endsAt`. */
  idleAt: Timestamp,
  endsAt: Timestamp,
  network: NetworkView.nullable(),
  /** The version of the terms of use that this officer has yet to accept; null: the present one is accepted. */
  termsDue: z.int().nullable(),
});
export type SessionView = z.infer<typeof SessionView>;

export const SessionItem = z.object({
  id: Uuid,
  /** Null: its client named none, or has not said yet. */
  device: Uuid.nullable(),
  current: z.boolean(),
  method: CredentialMethod,
  /** What the program called itself (X-Globe-Client). */
  client: z.string(),
  address: z.string().nullable(),
  created: Timestamp,
  lastSeen: Timestamp,
  endsAt: Timestamp,
});
export const CredentialItem = z.object({
  id: Uuid,
  method: CredentialMethod,
  /** The owner's own word for it. */
  label: z.string(),
  created: Timestamp,
  lastUsed: Timestamp.nullable(),
  current: z.boolean(),
});

/** OPAQUE: the client learns by itself whether the passphrase was right; the hub learns it, and the code, in the second step. */
const OpaqueStart = { body: z.strictObject({ request: OpaqueMessage }), response: z.object({ attempt: Uuid, response: z.string() }) };
const OpaqueFinish = z.strictObject({ attempt: Uuid, finish: OpaqueMessage, code: OneTimeCode });
const PasskeyStart = z.object({ attempt: Uuid, options: PasskeyRequestOptions });
const PasskeyFinish = z.strictObject({ attempt: Uuid, assertion: PasskeyAssertion });

const PassphraseOffer = z.object({
  attempt: Uuid,
  credential: Uuid,
  response: z.string(),
  /** For the owner's authenticator app: base32 secret, and the same as an otpauth: address. */
  totp: z.object({ secret: z.string(), uri: z.string() }),
});
const PasskeyOffer = z.object({ attempt: Uuid, credential: Uuid, options: PasskeyCreationOptions });

/** A new credential, made against the offer that `attempt` names, and the vault wrapped for it. */
export const NewPassphrase = z.strictObject({ method: z.literal('passphrase'), attempt: Uuid, label: text(100), record: OpaqueMessage, code: OneTimeCode });
export const NewPasskey = z.strictObject({ method: z.literal('passkey'), attempt: Uuid, label: text(100), registration: PasskeyRegistration });
export const NewCredential = z.discriminatedUnion('method', [NewPassphrase, NewPasskey]);
export type NewCredential = z.infer<typeof NewCredential>;

/**
 * What the invited person is to become:
 * secretariat: officer of the secretariat; auditor: of the network; founder: founding security officer of an authority that is to
 * become a member; officer: officer of an existing member, in the given role; seat: security officer of a member that lost its own;
 * reissue: an officer whose keys are lost, with new ones.
 */
export const InvitationPurpose = z.enum(['secretariat', 'auditor', 'founder', 'officer', 'seat', 'reissue']);
export type InvitationPurpose = z.infer<typeof InvitationPurpose>;

const Invited = {
  /** For the inviter's list only. */
  note: text(200),
  /** Where notices without content go, if anywhere. */
  email: z.email().max(254).nullable(),
};
export const NewInvitation = z.discriminatedUnion('purpose', [
  z.strictObject({ purpose: z.literal('secretariat'), ...Invited }),
  z.strictObject({ purpose: z.literal('auditor'), ...Invited }),
  z.strictObject({ purpose: z.literal('seat'), member: Uuid, ...Invited }),
  z.strictObject({ purpose: z.literal('founder'), authority: Uuid, ...Invited }),
  z.strictObject({ purpose: z.literal('officer'), role: OfficerRole, ...Invited }),
]);
export type NewInvitation = z.infer<typeof NewInvitation>;

/** The token is shown once and kept nowhere: hand it over, with the network's phrase, by a way that the hub does not carry. */
const MadeInvitation = z.object({ id: Uuid, token: z.string(), expires: Timestamp });

export const InvitationItem = z.object({
  id: Uuid,
  purpose: InvitationPurpose,
  authority: Uuid.nullable(),
  member: Uuid.nullable(),
  role: OfficerRole.nullable(),
  note: z.string(),
  email: z.string().nullable(),
  state: z.enum(['open', 'used', 'withdrawn', 'expired']),
  invitedBy: Uuid.nullable(),
  created: Timestamp,
  expires: Timestamp,
  /** The officer id that the invited person has, or will have. */
  officer: Uuid,
});
export type InvitationItem = z.infer<typeof InvitationItem>;

const InvitationToken = base64UrlOf(32, 32);

/** What an invitation is for, before its holder decides. */
export const EnrolmentView = z.object({
  invitation: Uuid,
  purpose: InvitationPurpose,
  role: OfficerRole.nullable(),
  authority: Uuid.nullable(),
  member: Uuid.nullable(),
  expires: Timestamp,
  /** Given to the invited person: random id in the network, and the name to sign in with. */
  officer: Uuid,
  signInName: z.string(),
  /** Null: the network has no genesis statement yet. Otherwise to be compared with the phrase that came with the invitation. */
  network: NetworkView.nullable(),
});
export type EnrolmentView = z.infer<typeof EnrolmentView>;

/** Somebody who enrolled and is on no roster yet: what an admission has to name. */
export const EnrolledOfficer = z.object({
  officer: Uuid,
  purpose: InvitationPurpose,
  role: OfficerRole.nullable(),
  authority: Uuid.nullable(),
  member: Uuid.nullable(),
  certificate: Hash,
  cardHash: Hash,
  card: OfficerCard,
  enrolled: Timestamp,
  invitedBy: Uuid.nullable(),
});
export type EnrolledOfficer = z.infer<typeof EnrolledOfficer>;

const ById = z.strictObject({ id: Uuid });

export const identityRoutes = routeTable({
  signInPassphraseStart: {
    method: 'POST', path: '/api/sign-in/passphrase/start', summary: 'First step of signing in by passphrase (OPAQUE); answers alike for names that nobody has', access: PUBLIC,
    body: z.strictObject({ signInName: SignInName, request: OpaqueMessage }), response: OpaqueStart.response,
  },
  signInPassphraseFinish: { method: 'POST', path: '/api/sign-in/passphrase/finish', summary: 'Second step: proof of the passphrase, and a one-time code', access: PUBLIC, body: OpaqueFinish, response: SessionView },
  signInPasskeyStart: { method: 'POST', path: '/api/sign-in/passkey/start', summary: 'A challenge for any passkey of this site', access: PUBLIC, response: PasskeyStart },
  signInPasskeyFinish: { method: 'POST', path: '/api/sign-in/passkey/finish', summary: 'Sign in by passkey, user verified', access: PUBLIC, body: PasskeyFinish, response: SessionView },

  stepUpPassphraseStart: { method: 'POST', path: '/api/step-up/passphrase/start', summary: 'Confirm by passphrase that it is you: first step', access: SIGNED_IN, body: OpaqueStart.body, response: OpaqueStart.response },
  stepUpPassphraseFinish: { method: 'POST', path: '/api/step-up/passphrase/finish', summary: 'Second step', access: SIGNED_IN, body: OpaqueFinish, response: SessionView },
  stepUpPasskeyStart: { method: 'POST', path: '/api/step-up/passkey/start', summary: 'Confirm by passkey that it is you: a challenge for your passkeys', access: SIGNED_IN, response: PasskeyStart },
  stepUpPasskeyFinish: { method: 'POST', path: '/api/step-up/passkey/finish', summary: 'Second step', access: SIGNED_IN, body: PasskeyFinish, response: SessionView },

  session: { method: 'GET', path: '/api/session', summary: 'Who is signed in here', access: SIGNED_IN, response: SessionView },
  signOut: { method: 'DELETE', path: '/api/session', summary: 'Sign out', access: SIGNED_IN },
  acceptTerms: {
    method: 'POST', path: '/api/terms/acceptances', summary: 'Accept the present terms of use, by their version', access: SIGNED_IN,
    body: z.strictObject({ version: z.int().min(1) }), response: SessionView,
  },
  sessions: { method: 'GET', path: '/api/sessions', summary: 'Your sessions', access: SIGNED_IN, response: z.object({ items: z.array(SessionItem) }) },
  endSession: { method: 'DELETE', path: '/api/sessions/:id', summary: 'End one of your sessions', access: SIGNED_IN, params: ById },

  credentials: { method: 'GET', path: '/api/credentials', summary: 'Your ways to sign in', access: SIGNED_IN, response: z.object({ items: z.array(CredentialItem) }) },
  offerPassphrase: { method: 'POST', path: '/api/credentials/passphrase', summary: 'Begin adding a passphrase', access: stepUp(SIGNED_IN), body: z.strictObject({ request: OpaqueMessage }), response: PassphraseOffer },
  offerPasskey: { method: 'POST', path: '/api/credentials/passkey', summary: 'Begin adding a passkey', access: stepUp(SIGNED_IN), response: PasskeyOffer },
  addCredential: {
    method: 'POST', path: '/api/credentials', summary: 'Add the way to sign in that was begun, with the vault wrapped for it; a new passphrase takes the place of the old one', access: stepUp(SIGNED_IN),
    body: z.strictObject({ credential: NewCredential, vault: WrappedVault }), response: CredentialItem, status: 201,
  },
  removeCredential: { method: 'DELETE', path: '/api/credentials/:id', summary: 'Remove a way to sign in, its vault and its sessions; the last one stays', access: stepUp(SIGNED_IN), params: ById },

  vault: { method: 'GET', path: '/api/vaults/:id', summary: 'The wrapped secrets for one of your credentials', access: SIGNED_IN, params: ById, response: WrappedVault },
  replaceVault: { method: 'PUT', path: '/api/vaults/:id', summary: 'Replace them by the next version', access: SIGNED_IN, params: ById, body: WrappedVault },

  bootstrapInvite: {
    method: 'POST', path: '/api/bootstrap/invitations', summary: 'Invite a founding secretariat officer; only with the bootstrap token, only before genesis', access: PUBLIC,
    body: z.strictObject({ bootstrapToken: z.string().max(200), ...Invited }), response: MadeInvitation, status: 201,
  },
  invite: { method: 'POST', path: '/api/invitations', summary: 'Invite somebody to enrol', access: stepUp(roles('security', 'secretariat')), body: NewInvitation, response: MadeInvitation, status: 201 },
  inviteReissue: {
    method: 'POST', path: '/api/officers/:officer/reissue-invitations', summary: 'Let an officer of my member whose keys are lost enrol again; two security officers and 72 hours decide', access: stepUp(roles('security')),
    params: z.strictObject({ officer: Uuid }), body: z.strictObject(Invited), response: MadeInvitation, status: 201,
  },
  invitations: { method: 'GET', path: '/api/invitations', summary: 'Invitations of your member, or of the secretariat', access: roles('security', 'secretariat'), response: z.object({ items: z.array(InvitationItem) }) },
  withdrawInvitation: { method: 'DELETE', path: '/api/invitations/:id', summary: 'Withdraw an invitation that was not used', access: roles('security', 'secretariat'), params: ById },

  openInvitation: { method: 'POST', path: '/api/enrolment/open', summary: 'What an invitation is for', access: PUBLIC, body: z.strictObject({ token: InvitationToken }), response: EnrolmentView },
  enrolPassphrase: { method: 'POST', path: '/api/enrolment/passphrase', summary: 'Begin enrolment by passphrase', access: PUBLIC, body: z.strictObject({ token: InvitationToken, request: OpaqueMessage }), response: PassphraseOffer },
  enrolPasskey: { method: 'POST', path: '/api/enrolment/passkey', summary: 'Begin enrolment by passkey', access: PUBLIC, body: z.strictObject({ token: InvitationToken }), response: PasskeyOffer },
  completeEnrolment: {
    method: 'POST', path: '/api/enrolment/complete', summary: 'Enrol: certificate, officer card, first credential and its vault. The account is pending until a roster names it; it is signed in', access: PUBLIC,
    body: z.strictObject({ token: InvitationToken, certificate: base64UrlOf(CERTIFICATE_LIMIT, 64), card: OfficerCard, credential: NewCredential, vault: WrappedVault, /** The version of the terms that the invited person accepted: the present one. */ terms: z.int().min(1) }),
    response: SessionView, status: 201,
  },
  enrolled: {
    method: 'GET', path: '/api/enrolled', summary: 'Enrolled and not yet on a roster, for those who can admit them; founding secretariat officers see one another', access: roles('security', 'secretariat', 'pending'),
    response: z.object({ items: z.array(EnrolledOfficer) }),
  },
});

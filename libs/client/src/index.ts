// What clients are made of: portal, command line, demonstration.
export { HubClient, HubProblem, type HubClientOptions } from './http.ts';
export type * from './keyring.ts';
export { createKeyring } from './keyring-local.ts';
export { generatePassphrase } from './passphrase.ts';
export { readRecoveryCode, writeRecoveryCode } from './recovery-code.ts';
export { proposeAuditor, proposeMember, proposeOfficer, proposeRemoval } from './membership/admissions.ts';
export { confirmEpoch, grantEpoch, openEpoch, openHeldEpochs, rotateEpoch } from './membership/epochs.ts';
export { proposeGenesis, type NetworkPlan } from './membership/found-network.ts';
export { signProposal, submitStatement, type Drafted, type OfficerSession } from './membership/submit-statement.ts';
export type { TrustSource } from './membership/trust-source.ts';
export { addPasskey, addPassphrase, bindVaultToNetwork } from './credentials.ts';
export { enrolWithPasskey, enrolWithPassphrase, openInvitation, type AboutMe, type Enrolled, type TotpOffer } from './enrol.ts';
export { askPasskey, createPasskey, PrfMissing, type Authenticators } from './passkey-device.ts';
export { signInWithPasskey, signInWithPassphrase, signOut, unlockWith, type Client, type DeviceMemory, type PassphraseEntry, type SignedIn } from './sign-in.ts';
export { AuditFollower, type AuditCheckpoint } from './logs/audit-follower.ts';
export { LogRefused, type LogRefusal } from './logs/log-refused.ts';
export { FRESH_MS, TrustFollower, type VerifiedCheckpoint } from './logs/trust-follower.ts';

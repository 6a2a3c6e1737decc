// What only clients do: make certificates, sign, seal, open. No file under apps/api may import this entrance.
export { createCertificate, createEpoch } from './keys/create.ts';
export { certificateOfSecretKey, epochSecretMatches, unlockEpoch, unlockOfficer, type DecryptionSecret } from './keys/decryption-secret.ts';
export { signStatement } from './keys/sign.ts';
export { commitmentOf, type Committed } from './message/commitment.ts';
export { rewrap, sealMessage, type KeyPacketFor, type MessageToSeal, type SealedMessage } from './message/seal.ts';
export { discloseSessionKey, openMessage, openWithSessionKey, type CertificateByHash, type Expected, type MessageToOpen, type OpenedMessage } from './message/open.ts';

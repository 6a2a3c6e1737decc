// What only clients do: make certificates, sign, seal, open. No file under apps/api may import this entrance.
export { createCertificate, createEpoch } from './keys/create.ts';
export { certificateOfSecretKey, epochSecretMatches, unlockEpoch, unlockOfficer, type DecryptionSecret } from './keys/decryption-secret.ts';
export { signStatement } from './keys/sign.ts';
export { commitmentOf, type Committed } from './message/commitment.ts';
export { rewrapByCommitment, type CommittedPackets } from './message/rewrap.ts';
export { rewrap, type KeyPacketFor } from './keys/wrap.ts';
export { openPackage, sealPackage, type PackageBinding, type PackageToOpen, type PackageToSeal } from './keys/epoch-package.ts';
export { openLetter, sealLetter, type LetterBinding, type LetterToOpen, type LetterToSeal } from './keys/sealed-letter.ts';
export { sealMessage, type MessageToSeal, type SealedMessage } from './message/seal.ts';
export { discloseSessionKey, openMessage, openWithSessionKey, type CertificateByHash, type Expected, type MessageToOpen, type OpenedMessage } from './message/open.ts';
export { attachmentRoot, openAttachmentPart, sealAttachmentPart, verifyPartHashes, type PartToOpen, type PartToSeal, type TreeRoot } from './attachment/part.ts';
export { partCount, partSize } from './attachment/part-sizes.ts';

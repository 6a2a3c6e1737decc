// What everyone may check, the server included: reads and verifies, decrypts nothing, holds no secret, imports no `openpgp`.
export { REFUSALS, type Refusal, type Refused } from './refusal.ts';
export { readCertificate, type Certificate, type CertificateVerdict } from './certificate.ts';
export { readStatementSignature, verifyStatementSignature, type StatementSignatureCheck, type StatementSignatureVerdict } from './statement-signature.ts';
export { readKeyPackets, readSealedMessage, readSealedPart, type SealedMessageVerdict } from './sealed-message.ts';
export { readSealedPackage, type SealedPackageVerdict } from './sealed-package.ts';

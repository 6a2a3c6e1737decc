// The signatures this hub makes over data: version 6, Ed25519, binary, with one critical notation that says what is signed.
import { equalBytes, fromHex, type Bytes } from '#protocol';
import { issuerBody } from './certificate.ts';
import { SIGNATURE_TYPE, verifySignature, type Signature } from './packets/signature.ts';
import { createdOf, onlySubpacket, readNotation, SUBPACKET, type Notation } from './packets/subpackets.ts';
import { demand } from './refusal.ts';

const TYPES: readonly number[] = [SUBPACKET.created, SUBPACKET.issuerFingerprint, SUBPACKET.notation];

export interface Signer {
  /** Version 6 fingerprint of the primary key, hexadecimal. */
  readonly fingerprint: string;
  /** Raw public key, 32 bytes. */
  readonly ed25519: Bytes;
}

/**
 * Refuses a signature that is not by `signer` over `data` with exactly the critical, hashed notation name=value beside creation
 * time and issuer fingerprint. The creation time is present but not judged: time is the logs' matter.
 */
export async function demandNotationSignature(signature: Signature, signer: Signer, expected: Omit<Notation, 'critical'>, data: Uint8Array): Promise<void> {
  demandNotation(signature, expected);
  const issuer = onlySubpacket(signature.subpackets, SUBPACKET.issuerFingerprint).body;
  demand(equalBytes(issuer, issuerBody(fromHex(signer.fingerprint))), 'signature-issuer');
  demand(await verifySignature(signature, signer.ed25519, data), 'signature-invalid');
}

function demandNotation({ type, subpackets }: Signature, expected: Omit<Notation, 'critical'>): void {
  demand(type === SIGNATURE_TYPE.binary, 'signature-type');
  const notations = subpackets.filter((subpacket) => subpacket.type === SUBPACKET.notation);
  demand(notations.length > 0, 'notation-missing');
  demand(notations.length === 1, 'notation-repeated');
  demand(subpackets.length === TYPES.length && subpackets.every((subpacket) => TYPES.includes(subpacket.type)), 'signature-subpackets');
  createdOf(subpackets);
  const notation = readNotation(notations[0]!);
  demand(notation.name === expected.name, 'notation-missing');
  demand(notation.critical, 'notation-not-critical');
  demand(notation.value === expected.value, 'notation-value');
}

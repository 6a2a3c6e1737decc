// Signatures of statements (TRUST.md "Statements and the trust log"): whole packets, parsed strictly, verified in bulk.
import { STATEMENT_NOTATION, toHex, type Bytes, type StatementKind } from '#protocol';
import { demandNotationSignature, type Signer } from './notation-signature.ts';
import { readOnePacket, TAG } from './packets/framing.ts';
import { readSignature, type Signature } from './packets/signature.ts';
import { createdOf, onlySubpacket, SUBPACKET } from './packets/subpackets.ts';
import { asVerdict, asVerdictSync, demand, type Refused } from './refusal.ts';

/** Bytes; a well-formed signature has under 260. */
const MAXIMUM_SIZE = 1024;

export type StatementSignatureVerdict =
  | { readonly ok: true; /** Hexadecimal fingerprint that the signature names. */ readonly issuer: string; /** Seconds since 1970, as claimed. */ readonly created: number }
  | Refused;

/** Reads one whole signature packet (header included). Verifies nothing: says whether the form is right and who is named. */
export function readStatementSignature(bytes: Uint8Array): StatementSignatureVerdict {
  return asVerdictSync(() => {
    const { subpackets } = parse(bytes);
    const issuer = onlySubpacket(subpackets, SUBPACKET.issuerFingerprint).body;
    return { ok: true, issuer: toHex(issuer.subarray(1)), created: createdOf(subpackets) };
  });
}

export interface StatementSignatureCheck {
  /** Canonical bytes of the statement (statementBytes in #protocol). */
  readonly statementBytes: Bytes;
  readonly kind: StatementKind;
  /** One whole signature packet. */
  readonly signature: Uint8Array;
  /** The certificate that is said to have signed, as readCertificate returned it. */
  readonly certificate: Signer;
}

/** Whether the certificate signed exactly this statement as one of this kind. Costs hardly more than one Ed25519 verification. */
export function verifyStatementSignature({ statementBytes, kind, signature, certificate }: StatementSignatureCheck): Promise<{ readonly ok: true } | Refused> {
  return asVerdict(async () => {
    await demandNotationSignature(parse(signature), certificate, { name: STATEMENT_NOTATION, value: kind }, statementBytes);
    return { ok: true };
  });
}

function parse(bytes: Uint8Array): Signature {
  demand(bytes.length <= MAXIMUM_SIZE, 'too-large');
  return readSignature(readOnePacket(bytes, TAG.signature).body);
}

// Certificates that were read before. Reading one verifies four signatures, and a sender writes to the same mailboxes again.
import { sha256 } from '@noble/hashes/sha2.js';
import { Problem, toHex } from '#protocol';
import { readCertificate, type Certificate } from '../certificate.ts';

/** Beyond it the oldest is forgotten and read again when needed. */
const KEPT = 2048;
const known = new Map<string, Certificate>();

/** The certificate in these exact bytes; throws Problem `certificate-refused`. */
export async function certificateFrom(bytes: Uint8Array): Promise<Certificate> {
  const certificate = known.get(toHex(sha256(bytes)));
  if (certificate !== undefined) return certificate;
  const verdict = await readCertificate(bytes);
  if (!verdict.ok) throw new Problem('certificate-refused', { verdict: verdict.reason });
  if (known.size >= KEPT) known.delete(known.keys().next().value!);
  known.set(verdict.certificate.hash, verdict.certificate);
  return verdict.certificate;
}

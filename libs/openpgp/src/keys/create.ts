// Making certificates (TRUST.md "Certificates").
import { Problem, Uuid, type Bytes } from '#protocol';
import { readCertificate } from '../certificate.ts';
import { generateKeys, type GeneratedKeys } from './library.ts';
import { epochSecretOf } from './secret-packets.ts';

/** An officer's certificate for a random id, and its secret key (version 6 secret key packets, unencrypted: for the vault only). */
export function createCertificate(id: string): Promise<{ certificate: Bytes; secretKey: Bytes }> {
  return generate(id);
}

/** A mailbox epoch's certificate, and the secret that only decrypts: the primary's secret is destroyed here and never signs again. */
export async function createEpoch(id: string): Promise<{ certificate: Bytes; epochSecret: Bytes }> {
  const { certificate, secretKey } = await generate(id);
  const epochSecret = epochSecretOf(secretKey);
  secretKey.fill(0);
  return { certificate, epochSecret };
}

async function generate(id: string): Promise<GeneratedKeys> {
  if (!Uuid.safeParse(id).success) throw new Problem('bad-request');
  const keys = await generateKeys(id);
  const verdict = await readCertificate(keys.certificate);
  if (!verdict.ok) throw new Problem('certificate-refused', { verdict: verdict.reason });
  return keys;
}

import { createHash } from 'node:crypto';

/** The UUID (version 8, RFC 9562) of something imported: the same source id gives the same one everywhere. */
export function deriveId(...parts: string[]): string {
  const hash = createHash('sha256').update(`globe directory\n${parts.join('\n')}`).digest('hex');
  const variant = ((Number.parseInt(hash[16]!, 16) & 3) | 8).toString(16);
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-${variant}${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

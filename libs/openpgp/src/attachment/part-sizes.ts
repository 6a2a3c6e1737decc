// How an attachment divides into parts, and to what size its last part is padded.
import { MESSAGE_LIMITS, type AttachmentRef } from '#protocol';

/** Number of parts of an attachment of `size` plain bytes; an empty one still has a part. */
export function partCount(size: number): number {
  return Math.max(1, Math.ceil(size / MESSAGE_LIMITS.part));
}

/** Plain bytes of part `index`, counted from 0. */
export function partSize(size: number, index: number): number {
  return Math.min(MESSAGE_LIMITS.part, size - index * MESSAGE_LIMITS.part);
}

export function isPart({ size, parts }: Pick<AttachmentRef, 'size' | 'parts'>, index: number): boolean {
  return parts === partCount(size) && Number.isSafeInteger(index) && index >= 0 && index < parts;
}

/**
 * Padmé (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", 2019): at most 12 %
 * more, and the size tells only O(log log size) bits. Sizes from 2 up.
 */
export function padme(size: number): number {
  const exponent = Math.floor(Math.log2(size));
  const kept = Math.floor(Math.log2(exponent)) + 1;
  const step = 2 ** Math.max(0, exponent - kept);
  return Math.ceil(size / step) * step;
}

/** Padmé's sizes above `size`, ascending. */
export function* padmeSizes(size: number): Generator<number> {
  for (let next = padme(size); ; next = padme(next + 1)) yield next;
}

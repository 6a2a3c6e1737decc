// When an officer is to be attested again. The replay records attestations; that one is late is shown, and keeps nobody from anything.
import type { Officer } from './state.ts';

export const ATTESTED_FOR_MS = 365 * 24 * 3600 * 1000;

/** When the last attestation, or the admission, is a year old; milliseconds since 1970. null: the log had no clock then, so it is due now. */
export function attestationDue({ attested }: Pick<Officer, 'attested'>): number | null {
  const time = attested.at(-1)?.time ?? null;
  return time === null ? null : time + ATTESTED_FOR_MS;
}

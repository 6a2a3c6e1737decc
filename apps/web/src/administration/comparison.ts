// Which certificates were compared with their owners: each by the person's word for its twelve words, or in full by scanning its QR code.
import { useState } from 'react';
import { engine } from '../crypto/engine.ts';

export type Scanned = Awaited<ReturnType<typeof engine.compareTyped>>;

export interface Comparison {
  /** Whether this certificate was compared; never where another one was scanned. */
  has(certificate: string): boolean;
  /** Whether each of them was. */
  readonly all: boolean;
  /** What was scanned for this certificate, if anything. */
  scanned(certificate: string): Scanned | null;
  /** The person's word that the words are the same, or that it does not hold. */
  say(same: boolean, of?: readonly string[]): void;
  scan(certificate: string, text: string): Promise<void>;
}

export function useComparison(certificates: readonly string[]): Comparison {
  const [said, setSaid] = useState<ReadonlySet<string>>(new Set());
  const [codes, setCodes] = useState<ReadonlyMap<string, Scanned>>(new Map());
  const scanned = (certificate: string) => codes.get(certificate) ?? null;
  const has = (certificate: string) => scanned(certificate) !== 'differs' && (said.has(certificate) || scanned(certificate) === 'same');
  return {
    has,
    all: certificates.length > 0 && certificates.every(has),
    scanned,
    say: (same, of = certificates) => {
      setSaid((now) => new Set(same ? [...now, ...of] : [...now].filter((certificate) => !of.includes(certificate))));
      if (!same) setCodes((now) => new Map([...now].filter(([certificate]) => !of.includes(certificate))));
    },
    scan: async (certificate, text) => {
      const outcome = await engine.compareTyped(text, certificate);
      setCodes((now) => new Map(now).set(certificate, outcome));
    },
  };
}

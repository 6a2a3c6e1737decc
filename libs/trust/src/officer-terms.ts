// An officer's certificate, card and role, which change; those before are kept, so that any past size can be asked.
import type { OfficerKey, OfficerRole } from '#protocol';
import type { Officer, TrustState } from './state.ts';

export interface Terms {
  /** SHA-256 of the exact certificate bytes. */
  readonly certificate: string;
  /** Position since which it is in force. */
  readonly certificateSince: number;
  /** SHA-256 of the officer card. */
  readonly card: string;
  /** null for the secretariat and the network's auditors, whose place is their role. */
  readonly role: OfficerRole | null;
  /** When the officer leaves by the log's clock, in milliseconds since 1970; null: serves until removed. */
  readonly ends: number | null;
}

export interface PastTerms extends Terms {
  /** Position at which others replaced them. */
  readonly until: number;
  /** Since this position signatures by that certificate are not to be believed. */
  readonly compromisedSince: number | null;
}

export interface Admission {
  readonly state: TrustState;
  readonly at: number;
  readonly ends?: number | null;
}

/** An officer as admitted at this position. */
export function admitted<R extends Officer['role']>({ officer, certificate, card }: OfficerKey, role: R, { state, at, ends = null }: Admission): Officer & { role: R } {
  return {
    id: officer, certificate, certificateSince: at, card, role, ends, admittedAt: at, removedAt: null, compromisedSince: null,
    terms: [], suspensions: [], attested: [{ at, time: state.clock?.time ?? null }],
  };
}

/** With other terms from this position on. */
export function onTerms(officer: Officer, change: Partial<Terms>, at: number, compromisedSince: number | null = null): Officer {
  const { certificate, certificateSince, card, role, ends } = officer;
  return { ...officer, ...change, terms: [...officer.terms, { certificate, certificateSince, card, role, ends, until: at, compromisedSince }] };
}

/** With the terms that a log of this size knew. */
export function asOf<O extends Officer>(officer: O, size: number): O {
  const past = officer.terms.find(({ until }) => until >= size);
  if (past === undefined) return officer;
  const { certificate, certificateSince, card, role, ends } = past;
  return { ...officer, certificate, certificateSince, card, role, ends };
}

/** Whether this certificate was in force for the officer at any size up to this one. */
export function wasInForce(officer: Officer, certificate: string, size: number): boolean {
  return [officer, ...officer.terms].some((terms) => terms.certificate === certificate && terms.certificateSince < size);
}

/** The earliest position since which this certificate's signatures are not to be believed; null if they are. */
export function disbelievedSince(officer: Officer, certificate: string): number | null {
  const named = [officer.compromisedSince, ...officer.terms.map((terms) => (terms.certificate === certificate ? terms.compromisedSince : null))];
  const positions = named.filter((position) => position !== null);
  return positions.length === 0 ? null : Math.min(...positions);
}

// What a kind of statement must say for itself. One file per kind in kinds/, one line per kind in the table; reduce.ts does the
// rest (network, expiry, head, signers) alike for all.
import { canonicalText, type Bytes, type OfficerKey, type StatementKind, type StatementOf } from '#protocol';
import { refuse, type Objection, type RefusalCode } from './refusal.ts';
import { READING_ROLES, type CertificateUse, type NetworkFacts, type Officer, type TrustState } from './state.ts';

/** The checkpoint inside a log.time, after its note was opened with the network's keys and its cosignatures met the policy. */
export interface QuotedCheckpoint {
  readonly size: number;
  readonly root: Bytes;
  /** Milliseconds since 1970 that the policy's number of witnesses vouch for; without witnesses what the log's own key says. */
  readonly time: number;
  /** Under which keys and policy that was found: keysOf the network. */
  readonly keys: string;
}

/** The keys and policy that a checkpoint of the trust log is judged by. */
export function keysOf({ logs, witnesses, policy }: Pick<NetworkFacts, 'logs' | 'witnesses' | 'policy'>): string {
  return canonicalText([logs.trust, witnesses, policy]);
}

export interface Offer<K extends StatementKind> {
  readonly state: TrustState;
  readonly statement: StatementOf<K>;
  /** SHA-256 of the statement's canonical bytes, lower-case hex. */
  readonly hash: string;
  /** The position the entry takes, if taken. */
  readonly at: number;
  readonly quoted: QuotedCheckpoint | null;
}

/** A signer whose certificate the log knows and who has not been removed. */
export interface Signer {
  readonly certificate: string;
  readonly use: CertificateUse;
  readonly officer: Officer;
}

/** Who must sign. A signature by anybody else voids the statement: nobody can decorate an entry. */
export interface Demand {
  /** In a word: secretariat officers, security officers or officers who read, of the member. */
  readonly who: 'secretariat' | 'security' | 'officer';
  /** At least so many different officers of whom `may` is true. */
  readonly least: number;
  /** At most so many, where the act is one person's. */
  readonly most?: number;
  readonly may: (signer: Signer) => boolean;
  /** Certificates that this very statement admits: each must sign too. */
  readonly coSigners: readonly string[];
  /** One officer who would qualify but may not, and what to say. */
  readonly except?: { readonly officer: string; readonly code: RefusalCode };
}

export interface Rule<K extends StatementKind> {
  readonly kind: K;
  readonly changes: 'secretariat' | 'member' | 'new member' | 'log';
  /** Words for the table in README.md; a test compares them. */
  readonly signedBy: string;
  /** Preconditions beyond those common to all. */
  readonly object: (offer: Offer<K>) => Objection;
  readonly demand: (offer: Offer<K>) => Demand;
  /** The state after it, but for head and tree, which reduce.ts keeps. */
  readonly apply: (offer: Offer<K>, signers: readonly Signer[]) => TrustState;
}

/** No officer: only certificates that the statement itself admits, if any. */
export const byNobodyElse = (coSigners: readonly string[]): Demand => ({ who: 'secretariat', least: 0, may: () => false, coSigners });

export const bySecretariat = (state: TrustState, coSigners: readonly string[]): Demand => ({
  who: 'secretariat',
  least: state.network?.threshold ?? Number.POSITIVE_INFINITY,
  may: ({ use }) => use.kind === 'secretariat',
  coSigners,
});

export const bySecurityOfficers = (member: string, coSigners: readonly string[]): Demand => ({
  who: 'security',
  least: 2,
  may: ({ use, officer }) => use.kind === 'officer' && use.member === member && officer.role === 'security',
  coSigners,
});

/** Exactly one officer who reads and satisfies the condition. */
export const byReader = (member: string, may: (officer: Officer) => boolean = () => true): Demand => ({
  who: 'officer',
  least: 1,
  most: 1,
  may: ({ use, officer }) => use.kind === 'officer' && use.member === member && READING_ROLES.includes(officer.role) && may(officer),
  coSigners: [],
});

/** Objects unless these officers and certificates are new to the log and different from one another. */
export function objectToKeys(state: TrustState, keys: readonly OfficerKey[]): Objection {
  const certificates = new Set<string>();
  for (const { officer, certificate } of keys) {
    if (state.ids.has(officer)) return refuse('id-in-use', officer);
    if (certificates.has(certificate) || state.certificates.has(certificate)) return refuse('certificate-in-use', certificate);
    certificates.add(certificate);
  }
  return null;
}

export function admitted<R extends Officer['role']>(key: OfficerKey, role: R, at: number): Officer {
  return { id: key.officer, certificate: key.certificate, card: key.card, role, admittedAt: at, removedAt: null, compromisedSince: null };
}

// What a kind of statement must say for itself. One file per kind in kinds/, one line per kind in the table; reduce.ts does the
// rest (network, expiry, head, signers) alike for all.
import { canonicalText, type Bytes, type OfficerKey, type OfficerRole, type StatementKind, type StatementOf } from '#protocol';
import { refuse, type Objection, type RefusalCode } from './refusal.ts';
import { READING_ROLES, securityOfficers, type CertificateUse, type Member, type NetworkFacts, type Officer, type TrustState } from './state.ts';

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

/** A signer whose certificate is in force, neither removed nor suspended. */
export interface Signer {
  readonly certificate: string;
  readonly use: CertificateUse;
  readonly officer: Officer;
}

/** Officers in one place, of whom some must sign. */
export interface SigningGroup {
  /** In a word: secretariat officers, security officers or officers of the member. */
  readonly who: 'secretariat' | 'security' | 'officer';
  /** At least so many different officers of whom `may` is true. */
  readonly least: number;
  /** At most so many, where the act is one person's. */
  readonly most?: number;
  readonly may: (signer: Signer) => boolean;
}

/** Who must sign. A signature by anybody else voids the statement: nobody can decorate an entry. */
export interface Demand {
  /** Each must be met; no signer belongs to two. */
  readonly groups: readonly SigningGroup[];
  /** Certificates that this very statement admits: each must sign too. */
  readonly coSigners: readonly string[];
  /** One officer who would qualify but may not, and what to say. */
  readonly except?: { readonly officer: string; readonly code: RefusalCode };
}

export interface Rule<K extends StatementKind> {
  readonly kind: K;
  readonly changes: 'secretariat' | 'member' | 'new member' | 'devices' | 'log';
  /** Counts while the member is suspended: what protects a member or takes standing away. Everything else waits for readmission. */
  readonly whileSuspended?: true;
  /** Words for the table in README.md; a test compares them. */
  readonly signedBy: string;
  /** Preconditions beyond those common to all. */
  readonly object: (offer: Offer<K>) => Objection;
  readonly demand: (offer: Offer<K>) => Demand;
  /** The state after it, but for head and tree, which reduce.ts keeps. */
  readonly apply: (offer: Offer<K>, signers: readonly Signer[]) => TrustState;
}

/** No officer: only certificates that the statement itself admits, if any. */
export const byNobodyElse = (coSigners: readonly string[]): Demand => ({ groups: [], coSigners });

export const secretariatGroup = (least: number): SigningGroup => ({ who: 'secretariat', least, may: ({ use }) => use.kind === 'secretariat' });

export const thresholdOf = ({ network }: TrustState): number => network?.threshold ?? Number.POSITIVE_INFINITY;

export const bySecretariat = (state: TrustState, coSigners: readonly string[]): Demand => ({ groups: [secretariatGroup(thresholdOf(state))], coSigners });

/** Officers of this member who satisfy the condition. */
export function memberGroup(member: string, who: 'security' | 'officer', numbers: Pick<SigningGroup, 'least' | 'most'>, may: (officer: Officer) => boolean): SigningGroup {
  return { who, ...numbers, may: ({ use, officer }) => use.kind === 'officer' && use.member === member && may(officer) };
}

const isSecurity = ({ role }: Officer) => role === 'security';

export const twoSecurityOfficers = (member: string): SigningGroup => memberGroup(member, 'security', { least: 2 }, isSecurity);

export const bySecurityOfficers = (member: string, coSigners: readonly string[]): Demand => ({ groups: [twoSecurityOfficers(member)], coSigners });

const ONE = { least: 1, most: 1 } as const;

/** Exactly one security officer, or one of whom the condition is true. */
export const byOneSecurityOfficer = (member: string, orElse: (officer: Officer) => boolean = () => false): Demand => ({
  groups: [memberGroup(member, 'security', ONE, (officer) => isSecurity(officer) || orElse(officer))],
  coSigners: [],
});

/** Exactly one officer of the member, in whatever role. */
export const byAnyOfficer = (member: string): Demand => ({ groups: [memberGroup(member, 'officer', ONE, () => true)], coSigners: [] });

/** Exactly one officer who reads and satisfies the condition. */
export const byReader = (member: string, may: (officer: Officer) => boolean = () => true): Demand => ({
  groups: [memberGroup(member, 'officer', ONE, (officer) => READING_ROLES.includes(officer.role) && may(officer))],
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

/** Objects if a key stands twice among verifier keys. */
export function objectToNoteKeys(vkeys: readonly string[]): Objection {
  // name+hash+key, where the key, in base64, may hold a plus itself.
  const keys = vkeys.map((vkey) => vkey.split('+').slice(2).join('+'));
  return new Set(keys).size === keys.length ? null : refuse('keys-repeat');
}

/** Objects unless this officer is on the member's roster. */
export function objectToOfficer(member: Member, officer: string): Objection {
  const known = member.officers.get(officer);
  if (known === undefined) return refuse('unknown-officer', officer);
  return known.removedAt === null ? null : refuse('already-removed', officer);
}

/** Objects if fewer than two security officers would be on the roster without these. */
export function objectToQuorum(member: Member, without: readonly string[], added = 0): Objection {
  const remaining = securityOfficers(member).filter(({ id }) => !without.includes(id));
  return remaining.length + added < 2 ? refuse('quorum-would-be-lost') : null;
}

/** When a term ends, in milliseconds since 1970; null: without an end. */
export const endOf = ({ ends }: { readonly ends?: string | undefined }): number | null => (ends === undefined ? null : Date.parse(ends));

/** Objects to an end that the log's clock has passed, and to one for a security officer: a quorum must not go by the clock. */
export function objectToEnd(state: TrustState, role: OfficerRole, ends: number | null): Objection {
  if (ends === null) return null;
  if (role === 'security') return refuse('end-not-possible');
  return state.clock !== null && ends <= state.clock.time ? refuse('end-passed') : null;
}

// What the replay of the trust log has established so far. Plain, immutable data: a next state shares all that did not change.
// Positions are log indices from 0. A fact recorded at position p holds for every log of size > p (see trust-at.ts).
import type { OfficerRole, StatementOf } from '#protocol';
import type { PastTerms, Terms } from './officer-terms.ts';
import { PersistentMap } from './persistent-map.ts';
import { isOpen, type Spells } from './spell.ts';
import { EMPTY_TREE, type TreePast } from './tree-past.ts';
import type { Wait } from './wait.ts';

export interface NetworkFacts {
  /** SHA-256 of the genesis statement. */
  readonly id: string;
  readonly name: string;
  readonly demonstration: boolean;
  readonly threshold: number;
  readonly logs: StatementOf<'network.genesis'>['body']['logs'];
  readonly witnesses: readonly string[];
  readonly policy: number;
}

/** The network's facts as they were until another statement changed them at this position. */
export interface PastFacts {
  readonly until: number;
  readonly facts: NetworkFacts;
}

export interface Release {
  readonly version: string;
  readonly files: StatementOf<'release.publish'>['body']['files'];
  readonly at: number;
}

/** A person as the log knows them: of the secretariat, a member, or an auditor of the network. Terms: as they are now. */
export interface Officer extends Terms {
  readonly id: string;
  readonly admittedAt: number;
  readonly removedAt: number | null;
  /** Since this position the officer's signatures are not to be believed, by whatever certificate; from removal. */
  readonly compromisedSince: number | null;
  /** Oldest first. */
  readonly terms: readonly PastTerms[];
  readonly suspensions: Spells;
  /** Admission, then each yearly attestation, with the log's clock in milliseconds since 1970; null: it had none yet. */
  readonly attested: readonly { readonly at: number; readonly time: number | null }[];
}

/** A device that its officer named with their own key. */
export interface Device {
  readonly id: string;
  /** SHA-256 of its description with 32 random bytes. */
  readonly device: string;
  /** SHA-256 of the certificate that added it. */
  readonly certificate: string;
  readonly at: number;
}

export interface Auditor extends Officer {
  /** Members whose records the auditor may read; null: all. */
  readonly scope: readonly string[] | null;
}

export interface Epoch {
  readonly id: string;
  readonly certificate: string;
  readonly previous: string | null;
  readonly rotatedAt: number;
  /** The officer who made it. */
  readonly rotatedBy: string;
  /** Officer → SHA-256 of their sealed package, by rotation or later grant. */
  readonly packages: PersistentMap<{ readonly package: string; readonly at: number }>;
  readonly confirmedAt: number | null;
  readonly confirmedBy: string | null;
  /** The log's clock at confirmation, milliseconds since 1970; null: not confirmed, or it had none yet. */
  readonly confirmedTime: number | null;
  /** An unconfirmed rotation was superseded by another, or a reader left before it was confirmed. */
  readonly voidAt: number | null;
  /** A later epoch was confirmed. */
  readonly supersededAt: number | null;
  /** While this was current a reader left, lost that role or got another key: sends wait for the next epoch. */
  readonly staleAt: number | null;
  /** The log's clock at that moment. */
  readonly staleTime: number | null;
}

export interface Member {
  readonly id: string;
  readonly authority: string;
  readonly admittedAt: number;
  readonly officers: PersistentMap<Officer>;
  readonly epochs: PersistentMap<Epoch>;
  /** The last epoch confirmed, stale or not. */
  readonly current: string | null;
  /** A rotation that waits for confirmation. */
  readonly pending: string | null;
  /** Confirmed epochs, oldest first. */
  readonly confirmed: readonly string[];
  /** Drills were done. */
  readonly liveAt: number | null;
  readonly suspensions: Spells;
  readonly freezes: Spells;
  /** Statements that take effect later, those that did or never will among them; oldest first. */
  readonly waits: readonly Wait[];
}

/** What a certificate serves. Once only, for good. */
export type CertificateUse =
  | { readonly kind: 'secretariat'; readonly officer: string }
  | { readonly kind: 'auditor'; readonly officer: string }
  | { readonly kind: 'officer'; readonly officer: string; readonly member: string }
  | { readonly kind: 'epoch'; readonly epoch: string; readonly member: string };

/** What an id names: an officer is found in the secretariat, among the auditors or in a member. */
export type IdUse =
  | { readonly names: 'secretariat' | 'auditor' | 'member' | 'device' }
  | { readonly names: 'officer' | 'epoch'; readonly member: string };

/** The last statement of a roster. */
export interface Head {
  readonly hash: string;
  readonly at: number;
}

export interface LogClock {
  /** Milliseconds since 1970, as the quoted cosignatures say. */
  readonly time: number;
  /** Position of the log.time statement. */
  readonly at: number;
  /** Size of the checkpoint it quoted. */
  readonly size: number;
}

export interface TrustState {
  readonly tree: TreePast;
  readonly network: NetworkFacts | null;
  /** Oldest first. */
  readonly networkPast: readonly PastFacts[];
  readonly releases: readonly Release[];
  /** Roster → its last statement. */
  readonly heads: PersistentMap<Head>;
  readonly secretariat: PersistentMap<Officer>;
  readonly auditors: PersistentMap<Auditor>;
  readonly members: PersistentMap<Member>;
  /** Directory id of an authority → its member. */
  readonly authorities: PersistentMap<string>;
  /** Certificate hash → what it serves. */
  readonly certificates: PersistentMap<CertificateUse>;
  /** Ids of officers, members and epochs: each names one thing for good. */
  readonly ids: PersistentMap<IdUse>;
  /** Officer → devices, oldest first. */
  readonly devices: PersistentMap<readonly Device[]>;
  /** Members of whom something depends on the clock. */
  readonly timed: readonly string[];
  readonly clock: LogClock | null;
}

export const EMPTY_STATE: TrustState = {
  tree: EMPTY_TREE,
  network: null,
  networkPast: [],
  releases: [],
  heads: PersistentMap.empty(),
  secretariat: PersistentMap.empty(),
  auditors: PersistentMap.empty(),
  members: PersistentMap.empty(),
  authorities: PersistentMap.empty(),
  certificates: PersistentMap.empty(),
  ids: PersistentMap.empty(),
  devices: PersistentMap.empty(),
  timed: [],
  clock: null,
};

/** Roles that hold epochs; a member's auditor holds none. */
export const READING_ROLES: readonly (OfficerRole | null)[] = ['security', 'officer', 'reader'];
/** Roles that send. */
export const SENDING_ROLES: readonly (OfficerRole | null)[] = ['security', 'officer'];

export function memberOf(state: TrustState, roster: string): Member | null {
  return state.members.get(roster) ?? null;
}

export function withMember(state: TrustState, member: Member): TrustState {
  return { ...state, members: state.members.with(member.id, member) };
}

export function withId(state: TrustState, id: string, use: IdUse): TrustState {
  return { ...state, ids: state.ids.with(id, use) };
}

export function withCertificate(state: TrustState, hash: string, use: CertificateUse): TrustState {
  return { ...state, certificates: state.certificates.with(hash, use) };
}

/** With these facts changed from this position on. */
export function withFacts(state: TrustState, change: Partial<NetworkFacts>, at: number): TrustState {
  const facts = state.network!;
  return { ...state, network: { ...facts, ...change }, networkPast: [...state.networkPast, { until: at, facts }] };
}

export function withOfficer(member: Member, officer: Officer): Member {
  return { ...member, officers: member.officers.with(officer.id, officer) };
}

/** Officers of a member who read now: not those who are suspended. */
export function readers(member: Member): Officer[] {
  return [...member.officers.values()].filter(({ removedAt, role, suspensions }) => removedAt === null && READING_ROLES.includes(role) && !isOpen(suspensions));
}

/** Security officers on the roster, suspended or not. */
export function securityOfficers(member: Member): Officer[] {
  return [...member.officers.values()].filter(({ removedAt, role }) => removedAt === null && role === 'security');
}

/** Whether an officer holds an epoch's secret under the certificate that is in force. */
export function holds(epoch: Epoch, { id, certificateSince }: Pick<Officer, 'id' | 'certificateSince'>): boolean {
  const sealed = epoch.packages.get(id);
  return sealed !== undefined && sealed.at > certificateSince;
}

/** The person whom a certificate serves; null for an epoch's. */
export function officerOf(state: TrustState, use: CertificateUse): Officer | null {
  switch (use.kind) {
    case 'secretariat':
      return state.secretariat.get(use.officer) ?? null;
    case 'auditor':
      return state.auditors.get(use.officer) ?? null;
    case 'officer':
      return state.members.get(use.member)?.officers.get(use.officer) ?? null;
    case 'epoch':
      return null;
  }
}

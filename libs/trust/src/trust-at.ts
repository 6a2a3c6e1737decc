// Questions to the replay, as of any size of the log that it has reached. Answered from recorded positions: a fact at position p
// holds for every size > p, so no past state is kept.
import type { OfficerRole } from '#protocol';
import { asOf, disbelievedSince, wasInForce } from './officer-terms.ts';
import { openAt } from './spell.ts';
import {
  officerOf, READING_ROLES, SENDING_ROLES, type Auditor, type CertificateUse, type Device, type Epoch, type Head, type IdUse, type Member, type NetworkFacts, type Officer, type Release, type TrustState,
} from './state.ts';
import type { Wait } from './wait.ts';

export interface KnownOfficer {
  readonly officer: Officer;
  readonly use: CertificateUse;
}

/** Whether a certificate may send, or why not. replaced: the officer has another one now. */
export type SendingStanding = 'may-send' | 'unknown-certificate' | 'not-an-officer' | 'not-yet-admitted' | 'removed' | 'replaced' | 'suspended' | 'role-does-not-send' | 'member-suspended' | 'member-frozen';

/** A member's own auditor and an auditor of the network are two things. */
export type ServingRole = 'secretariat' | 'auditor' | 'member-auditor' | Exclude<OfficerRole, 'auditor'>;

/**
 * Which epoch a member is written to. Stale: somebody who read has left or has another key, and sends wait until the next one is confirmed. Suspended,
 * frozen: sends wait until the member is readmitted or the freeze is over. Of several reasons the first of suspended, stale, frozen.
 */
export type EpochStanding = { readonly standing: 'current' | 'stale' | 'suspended' | 'frozen'; readonly epoch: Epoch } | { readonly standing: 'none'; readonly epoch: null };

/** What made a current epoch stale: an officer left, has another key, or reads no longer. `time`: by the log's clock, null if it had none. */
export interface Staleness {
  readonly because: 'left' | 'new-key' | 'role';
  /** Position of the trust log. */
  readonly at: number;
  readonly time: number | null;
}

export class TrustAt {
  readonly size: number;
  readonly #state: TrustState;

  /** Throws RangeError for a size that the replay has not reached: ask canView first where the size is somebody's claim. */
  constructor(state: TrustState, size: number = state.tree.range.size) {
    if (!canView(state, size)) throw new RangeError('beyond what was replayed');
    this.#state = state;
    this.size = size;
  }

  #holds(position: number | null): boolean {
    return position !== null && position < this.size;
  }

  /** Admitted, not removed. */
  #serves({ admittedAt, removedAt }: Officer): boolean {
    return this.#holds(admittedAt) && !this.#holds(removedAt);
  }

  network(): NetworkFacts | null {
    if (this.size === 0) return null;
    return this.#state.networkPast.find(({ until }) => until >= this.size)?.facts ?? this.#state.network;
  }

  member(id: string): Member | null {
    const member = this.#state.members.get(id);
    return member !== undefined && this.#holds(member.admittedAt) ? member : null;
  }

  memberOfAuthority(authority: string): Member | null {
    return this.member(this.#state.authorities.get(authority) ?? '');
  }

  members(): Member[] {
    return [...this.#state.members.values()].filter(({ admittedAt }) => this.#holds(admittedAt));
  }

  /** Secretariat officers who serve. */
  secretariat(): Officer[] {
    return this.#serving(this.#state.secretariat.values());
  }

  auditors(): Auditor[] {
    return this.#serving(this.#state.auditors.values());
  }

  /** Officers on a member's roster, its auditors and the suspended among them. */
  officersOf(member: string): Officer[] {
    return this.#serving(this.member(member)?.officers.values() ?? []);
  }

  /** Officers of a member who read: an epoch rotated now is sealed to exactly these. */
  readersOf(member: string): Officer[] {
    return this.officersOf(member).filter((officer) => READING_ROLES.includes(officer.role) && !openAt(officer.suspensions, this.size));
  }

  /** With the certificate, card and role of then. */
  #serving<O extends Officer>(officers: Iterable<O>): O[] {
    return [...officers].filter((officer) => this.#serves(officer)).map((officer) => asOf(officer, this.size));
  }

  isMemberSuspended(id: string): boolean {
    return openAt(this.member(id)?.suspensions ?? [], this.size);
  }

  /** "This was not us": neither sends nor is written to. */
  isMemberFrozen(id: string): boolean {
    return openAt(this.member(id)?.freezes ?? [], this.size);
  }

  /** Its recovery drills are done. */
  isMemberLive(id: string): boolean {
    return this.#holds(this.member(id)?.liveAt ?? null);
  }

  /** Rekeys and reseats of a member that have not taken effect, nor ended otherwise; `due` as the newest clock has it. */
  waitsOf(member: string): Wait[] {
    return (this.member(member)?.waits ?? []).filter(({ at, endedAt }) => this.#holds(at) && !this.#holds(endedAt));
  }

  isOfficerSuspended(id: string): boolean {
    return openAt(this.officer(id)?.officer.suspensions ?? [], this.size);
  }

  /** When an officer was admitted or last attested, by the log's clock; time null: it had none yet. */
  lastAttested(id: string): { readonly at: number; readonly time: number | null } | null {
    return this.officer(id)?.officer.attested.findLast(({ at }) => this.#holds(at)) ?? null;
  }

  /** Devices named by the certificate that the officer has. */
  devicesOf(id: string): Device[] {
    const certificate = this.officer(id)?.officer.certificate;
    return (this.#state.devices.get(id) ?? []).filter((device) => this.#holds(device.at) && device.certificate === certificate);
  }

  /** Oldest first. */
  releases(): Release[] {
    return this.#state.releases.filter(({ at }) => this.#holds(at));
  }

  /** Whom a certificate serves or served; null for an epoch's, unknown ones, and those not in force by then. */
  officerByCertificate(hash: string): KnownOfficer | null {
    const use = this.#state.certificates.get(hash);
    const officer = use === undefined ? null : officerOf(this.#state, use);
    return use === undefined || officer === null || !wasInForce(officer, hash, this.size) ? null : { officer: asOf(officer, this.size), use };
  }

  /** Anybody the log ever named by this id, once admitted; whether they serve still, roleOf says. */
  officer(id: string): KnownOfficer | null {
    const names = this.#state.ids.get(id);
    const use = names === undefined ? null : personal(id, names);
    const officer = use === null ? null : officerOf(this.#state, use);
    return use === null || officer === null || !this.#holds(officer.admittedAt) ? null : { officer: asOf(officer, this.size), use };
  }

  /** Where somebody stands; null for whom the log does not name or no longer, and while they are suspended. */
  roleOf(id: string): ServingRole | null {
    const known = this.officer(id);
    if (known === null || !this.#serves(known.officer) || openAt(known.officer.suspensions, this.size)) return null;
    if (known.use.kind === 'secretariat' || known.use.kind === 'auditor') return known.use.kind;
    return known.officer.role === 'auditor' ? 'member-auditor' : known.officer.role;
  }

  sendingStanding(certificate: string): SendingStanding {
    const use = this.#state.certificates.get(certificate);
    if (use === undefined) return 'unknown-certificate';
    if (use.kind !== 'officer') return 'not-an-officer';
    const officer = this.officerByCertificate(certificate)?.officer ?? null;
    if (officer === null) return 'not-yet-admitted';
    if (this.#holds(officer.removedAt)) return 'removed';
    if (officer.certificate !== certificate) return 'replaced';
    if (openAt(officer.suspensions, this.size)) return 'suspended';
    if (!SENDING_ROLES.includes(officer.role)) return 'role-does-not-send';
    if (this.isMemberSuspended(use.member)) return 'member-suspended';
    return this.isMemberFrozen(use.member) ? 'member-frozen' : 'may-send';
  }

  canSend(certificate: string): boolean {
    return this.sendingStanding(certificate) === 'may-send';
  }

  /** Whether what this certificate signed at this size falls after the position since which it is not to be believed. */
  isCompromised(certificate: string): boolean {
    const officer = this.officerByCertificate(certificate)?.officer ?? null;
    const since = officer === null ? null : disbelievedSince(officer, certificate);
    return since !== null && this.size > since;
  }

  /** An epoch with this id, if it was rotated by then. */
  epoch(member: string, id: string): Epoch | null {
    const epoch = this.member(member)?.epochs.get(id);
    return epoch !== undefined && this.#holds(epoch.rotatedAt) ? epoch : null;
  }

  currentEpoch(member: string): EpochStanding {
    const known = this.member(member);
    const id = known?.confirmed.findLast((epoch) => this.#holds(known.epochs.get(epoch)!.confirmedAt));
    if (known === null || id === undefined) return { standing: 'none', epoch: null };
    const epoch = known.epochs.get(id)!;
    if (this.isMemberSuspended(member)) return { standing: 'suspended', epoch };
    if (this.#holds(epoch.staleAt)) return { standing: 'stale', epoch };
    return { standing: this.isMemberFrozen(member) ? 'frozen' : 'current', epoch };
  }

  /** Why sends to a member wait for its next epoch; null: they do not. */
  staleness(member: string): Staleness | null {
    const { standing, epoch } = this.currentEpoch(member);
    if (standing !== 'stale') return null;
    const officer = [...this.#state.members.get(member)!.officers.values()].find(
      ({ removedAt, certificateSince, terms }) => [removedAt, certificateSince].includes(epoch.staleAt) || terms.some(({ until }) => until === epoch.staleAt),
    );
    const because = officer === undefined || officer.removedAt === epoch.staleAt ? 'left' : officer.certificateSince === epoch.staleAt ? 'new-key' : 'role';
    return { because, at: epoch.staleAt!, time: epoch.staleTime };
  }

  /** Milliseconds since an epoch was confirmed, by the log's newest clock; null: not confirmed, or the log had no clock then. */
  epochAge({ confirmedTime }: Epoch): number | null {
    const { clock } = this.#state;
    return clock === null || confirmedTime === null ? null : clock.time - confirmedTime;
  }

  /** A rotation that waits for a second officer. */
  pendingEpoch(member: string): Epoch | null {
    const waits = (epoch: Epoch) => this.#holds(epoch.rotatedAt) && !this.#holds(epoch.confirmedAt) && !this.#holds(epoch.voidAt);
    return [...(this.member(member)?.epochs.values() ?? [])].find(waits) ?? null;
  }

  /** Officers who hold an epoch's secret by the certificate they have, by rotation or grant, whether or not they serve still. */
  holdersOf(epoch: Epoch): string[] {
    const held = [...epoch.packages.entries()].filter(([officer, { at }]) => this.#holds(at) && at > (this.officer(officer)?.officer.certificateSince ?? at));
    return held.map(([officer]) => officer);
  }
}

/** The place of a person with this id; null for what is no person. */
function personal(id: string, use: IdUse): CertificateUse | null {
  switch (use.names) {
    case 'secretariat':
    case 'auditor':
      return { kind: use.names, officer: id };
    case 'officer':
      return { kind: 'officer', officer: id, member: use.member };
    default:
      return null;
  }
}

export function canView(state: TrustState, size: number): boolean {
  return Number.isSafeInteger(size) && size >= 0 && size <= state.tree.range.size;
}

/** The last statement of a roster, which the next one must name; null before the first. */
export function headOf(state: TrustState, roster: string): Head | null {
  return state.heads.get(roster) ?? null;
}

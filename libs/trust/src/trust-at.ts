// Questions to the replay, as of any size of the log that it has reached. Answered from recorded positions: a fact at position p
// holds for every size > p, so no past state is kept.
import type { OfficerRole } from '#protocol';
import {
  officerOf, READING_ROLES, SENDING_ROLES, type Auditor, type CertificateUse, type Epoch, type Head, type Member, type NetworkFacts, type Officer, type TrustState,
} from './state.ts';

export interface KnownOfficer {
  readonly officer: Officer;
  readonly use: CertificateUse;
}

/** Whether a certificate may send, or why not. */
export type SendingStanding = 'may-send' | 'unknown-certificate' | 'not-an-officer' | 'not-yet-admitted' | 'removed' | 'role-does-not-send';

/** A member's own auditor and an auditor of the network are two things. */
export type ServingRole = 'secretariat' | 'auditor' | 'member-auditor' | Exclude<OfficerRole, 'auditor'>;

/** Which epoch a member is written to. Stale: somebody who read has left, and sends wait until the next one is confirmed. */
export type EpochStanding = { readonly standing: 'current' | 'stale'; readonly epoch: Epoch } | { readonly standing: 'none'; readonly epoch: null };

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
    return this.size === 0 ? null : this.#state.network;
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
    return [...this.#state.secretariat.values()].filter((officer) => this.#serves(officer));
  }

  auditors(): Auditor[] {
    return [...this.#state.auditors.values()].filter((officer) => this.#serves(officer));
  }

  /** Officers of a member who serve, its auditors among them. */
  officersOf(member: string): Officer[] {
    return [...(this.member(member)?.officers.values() ?? [])].filter((officer) => this.#serves(officer));
  }

  /** Officers of a member who read: an epoch rotated now is sealed to exactly these. */
  readersOf(member: string): Officer[] {
    return this.officersOf(member).filter(({ role }) => READING_ROLES.includes(role));
  }

  /** Whom a certificate serves or served, once admitted; null for an epoch's and unknown ones. */
  officerByCertificate(hash: string): KnownOfficer | null {
    const use = this.#state.certificates.get(hash);
    const officer = use === undefined ? null : officerOf(this.#state, use);
    return use === undefined || officer === null || !this.#holds(officer.admittedAt) ? null : { officer, use };
  }

  /** Anybody the log ever named by this id, once admitted; whether they serve still, roleOf says. */
  officer(id: string): KnownOfficer | null {
    const certificate = this.#certificateOf(id);
    return certificate === undefined ? null : this.officerByCertificate(certificate);
  }

  #certificateOf(id: string): string | undefined {
    const use = this.#state.ids.get(id);
    switch (use?.names) {
      case 'secretariat':
        return this.#state.secretariat.get(id)?.certificate;
      case 'auditor':
        return this.#state.auditors.get(id)?.certificate;
      case 'officer':
        return this.#state.members.get(use.member)?.officers.get(id)?.certificate;
      default:
        return undefined;
    }
  }

  /** Where somebody stands; null for whom the log does not name or no longer. */
  roleOf(id: string): ServingRole | null {
    const known = this.officer(id);
    if (known === null || !this.#serves(known.officer)) return null;
    if (known.use.kind === 'secretariat' || known.use.kind === 'auditor') return known.use.kind;
    return known.officer.role === 'auditor' ? 'member-auditor' : known.officer.role;
  }

  sendingStanding(certificate: string): SendingStanding {
    const use = this.#state.certificates.get(certificate);
    if (use === undefined) return 'unknown-certificate';
    const officer = officerOf(this.#state, use);
    if (officer === null || use.kind !== 'officer') return 'not-an-officer';
    if (!this.#holds(officer.admittedAt)) return 'not-yet-admitted';
    if (this.#holds(officer.removedAt)) return 'removed';
    return SENDING_ROLES.includes(officer.role) ? 'may-send' : 'role-does-not-send';
  }

  canSend(certificate: string): boolean {
    return this.sendingStanding(certificate) === 'may-send';
  }

  /** Whether what this certificate signed at this size falls after the position since which it is not to be believed. */
  isCompromised(certificate: string): boolean {
    const since = this.officerByCertificate(certificate)?.officer.compromisedSince ?? null;
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
    return { standing: this.#holds(epoch.staleAt) ? 'stale' : 'current', epoch };
  }

  /** A rotation that waits for a second officer. */
  pendingEpoch(member: string): Epoch | null {
    const waits = (epoch: Epoch) => this.#holds(epoch.rotatedAt) && !this.#holds(epoch.confirmedAt) && !this.#holds(epoch.voidAt);
    return [...(this.member(member)?.epochs.values() ?? [])].find(waits) ?? null;
  }

  /** Officers who hold an epoch's secret, by rotation or grant, whether or not they serve still. */
  holdersOf(epoch: Epoch): string[] {
    return [...epoch.packages.entries()].filter(([, { at }]) => this.#holds(at)).map(([officer]) => officer);
  }
}

export function canView(state: TrustState, size: number): boolean {
  return Number.isSafeInteger(size) && size >= 0 && size <= state.tree.range.size;
}

/** The last statement of a roster, which the next one must name; null before the first. */
export function headOf(state: TrustState, roster: string): Head | null {
  return state.heads.get(roster) ?? null;
}

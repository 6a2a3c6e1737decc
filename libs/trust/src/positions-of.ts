// Where in the log something about a member, the secretariat or an officer's devices was said. By the replay's own record, so that nobody can leave one
// out of a history; the entries themselves are fetched, and checked against the tree.
import type { Member, Officer, TrustState } from './state.ts';
import type { Spells } from './spell.ts';

const ofSpells = (spells: Spells) => spells.flatMap(({ from, until }) => [from, until]);
const ofOfficer = ({ admittedAt, removedAt, terms, suspensions, attested }: Officer) => [
  admittedAt, removedAt, ...terms.map(({ until }) => until), ...ofSpells(suspensions), ...attested.map(({ at }) => at),
];
const sorted = (positions: readonly (number | null)[]) => [...new Set(positions.filter((position) => position !== null))].toSorted((a, b) => a - b);

/** Oldest first: statements of the member's roster, and each log.time that brought something about. A grant that a later one replaced is not among them. */
export function positionsOfMember({ admittedAt, liveAt, officers, epochs, suspensions, freezes, waits }: Member): number[] {
  return sorted([
    admittedAt, liveAt, ...ofSpells(suspensions), ...ofSpells(freezes), ...waits.flatMap(({ at, endedAt }) => [at, endedAt]), ...[...officers.values()].flatMap(ofOfficer),
    ...[...epochs.values()].flatMap(({ rotatedAt, confirmedAt, packages }) => [rotatedAt, confirmedAt, ...[...packages.values()].map(({ at }) => at)]),
  ]);
}

/** Oldest first: the secretariat's own roster, and what it must hear of members: that they come and go, stop their mail, or are about to get other keys or seats. */
export function positionsOfSecretariat(state: TrustState): number[] {
  const members = [...state.members.values()].flatMap(({ admittedAt, liveAt, suspensions, freezes, waits }) => [
    admittedAt, liveAt, ...ofSpells(suspensions), ...ofSpells(freezes), ...waits.flatMap(({ at, endedAt }) => [at, endedAt]),
  ]);
  const own = [...state.secretariat.values(), ...state.auditors.values()].flatMap(ofOfficer);
  return sorted([...members, ...own, ...state.networkPast.map(({ until }) => until), ...state.releases.map(({ at }) => at)]);
}

/** Oldest first: devices that an officer named. */
export function positionsOfDevices(state: TrustState, officer: string): number[] {
  return sorted((state.devices.get(officer) ?? []).map(({ at }) => at));
}

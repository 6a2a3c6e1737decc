// What the log's clock brings about by itself: waits that end, suspensions and freezes that lapse, terms that are over. Applied by log.time, whose position is
// then theirs, and which is the last statement of each roster it changed: drafts made before are stale.
import { lockOut } from './lock-out.ts';
import { admitted, onTerms } from './officer-terms.ts';
import { ended, isDue, isOpen, isTimedSpell, timed, type Spells } from './spell.ts';
import { READING_ROLES, withMember, withOfficer, type Member, type Officer, type TrustState } from './state.ts';
import { endWait, waitMs, waitsFor, type RekeyWait, type ReseatWait } from './wait.ts';

/** Something of this member's depends on the clock. */
export function isTimed({ freezes, waits, officers }: Member): boolean {
  return isTimedSpell(freezes) || waits.some(({ endedAt }) => endedAt === null) || [...officers.values()].some((officer) => isTimedSpell(officer.suspensions) || willEnd(officer));
}

/** Serves until a day. */
export const willEnd = ({ removedAt, ends }: Officer): boolean => removedAt === null && ends !== null;

/** With a member of whom something depends on the clock from now on. */
export function withTimedMember(state: TrustState, member: Member): TrustState {
  const next = withMember(state, member);
  return state.timed.includes(member.id) ? next : { ...next, timed: [...state.timed, member.id] };
}

/** `hash`: of the log.time that moved the clock; `at`: its position. */
export function ripen(state: TrustState, hash: string, at: number): TrustState {
  let next = state;
  for (const id of state.timed) {
    const begun = beginTimes(state.members.get(id)!, state);
    const changed = ripenMember(begun, next, at);
    next = withMember(next, changed);
    if (changed !== begun) next = { ...next, heads: next.heads.with(id, { hash, at }) };
  }
  return { ...next, timed: next.timed.filter((id) => isTimed(next.members.get(id)!)) };
}

/** Times run from the first checkpoint that a log.time quotes with the statement in it. */
function beginTimes(member: Member, { clock }: TrustState): Member {
  const { size, time } = clock!;
  const waits = member.waits.map((wait) => (wait.endedAt === null && wait.due === null && wait.at < size ? { ...wait, due: time + waitMs(wait) } : wait));
  return withSuspensions({ ...member, waits, freezes: timed(member.freezes, size, time) }, ({ suspensions }) => timed(suspensions, size, time));
}

function withSuspensions(member: Member, change: (officer: Officer) => Spells): Member {
  let { officers } = member;
  for (const officer of member.officers.values()) {
    const suspensions = change(officer);
    if (suspensions !== officer.suspensions) officers = officers.with(officer.id, { ...officer, suspensions });
  }
  return officers === member.officers ? member : { ...member, officers };
}

function ripenMember(given: Member, state: TrustState, at: number): Member {
  const { time } = state.clock!;
  let member = endTerms(isDue(given.freezes, time) ? { ...given, freezes: ended(given.freezes, at, true) } : given, state, at);
  // While a member is suspended or frozen nobody's key or seat changes: what is due waits on.
  if (!isOpen(member.suspensions) && !isOpen(member.freezes)) {
    for (const wait of given.waits) {
      if (wait.endedAt === null && wait.due !== null && wait.due <= time) member = wait.act === 'rekey' ? rekey(member, wait, state, at) : reseat(member, wait, state, at);
    }
  }
  // Two have said that this officer's key is lost: one stays suspended until the new key is in force.
  const lapses = (officer: Officer) => isDue(officer.suspensions, time) && !waitsFor(member.waits, 'rekey', officer.id);
  return withSuspensions(member, (officer) => (lapses(officer) ? ended(officer.suspensions, at, true) : officer.suspensions));
}

/** Who served until a day that has come leaves, as by officer.remove; a suspension or a freeze of the member keeps nobody. */
function endTerms(given: Member, state: TrustState, at: number): Member {
  let member = given;
  for (const officer of given.officers.values()) {
    if (!willEnd(officer) || officer.ends! > state.clock!.time) continue;
    const without = withOfficer(member, { ...officer, removedAt: at });
    member = READING_ROLES.includes(officer.role) ? lockOut(without, state, at) : without;
  }
  return member;
}

function rekey(member: Member, { statement, subject, key, compromisedSince }: RekeyWait, state: TrustState, at: number): Member {
  const officer = member.officers.get(subject)!;
  if (officer.removedAt !== null) return { ...member, waits: endWait(member.waits, statement, at, 'void') };
  const anew = onTerms({ ...officer, suspensions: ended(officer.suspensions, at) }, { certificate: key.certificate, certificateSince: at, card: key.card }, at, compromisedSince);
  const next = { ...member, officers: member.officers.with(subject, anew), waits: endWait(member.waits, statement, at, 'effect') };
  return READING_ROLES.includes(officer.role) ? lockOut(next, state, at) : next;
}

function reseat(member: Member, { statement, lost, securityOfficers }: ReseatWait, state: TrustState, at: number): Member {
  let { officers } = member;
  for (const id of lost) {
    const officer = officers.get(id)!;
    if (officer.removedAt === null) officers = officers.with(id, { ...officer, removedAt: at });
  }
  for (const key of securityOfficers) officers = officers.with(key.officer, admitted(key, 'security', { state, at }));
  return lockOut({ ...member, officers, waits: endWait(member.waits, statement, at, 'effect') }, state, at);
}

// Whether the log's clock, written now, would begin or end something: so that the hub need not write it more often than that.
import { willEnd } from './ripen.ts';
import { isOpen, isTimedSpell, type Spells } from './spell.ts';
import type { Member, TrustState } from './state.ts';
import { waitsFor } from './wait.ts';

/** `now`: milliseconds since 1970. True: some wait or lapse has not begun to run, or what is due by now has not come about. */
export function awaitsClock(state: TrustState, now: number): boolean {
  return state.timed.some((id) => isAwaited(state.members.get(id)!, now));
}

function isAwaited(member: Member, now: number): boolean {
  const come = (due: number | null) => due === null || due <= now;
  const lapses = (spells: Spells) => isTimedSpell(spells) && come(spells.at(-1)!.due);
  // What is due waits on while the member is suspended or frozen, and a suspension while a rekey of its officer waits.
  const heldUp = isOpen(member.suspensions) || isOpen(member.freezes);
  return (
    lapses(member.freezes) ||
    member.waits.some(({ endedAt, due }) => endedAt === null && (due === null || (due <= now && !heldUp))) ||
    [...member.officers.values()].some((officer) => {
      if (willEnd(officer) && officer.ends! <= now) return true;
      return lapses(officer.suspensions) && (officer.suspensions.at(-1)!.due === null || !waitsFor(member.waits, 'rekey', officer.id));
    })
  );
}

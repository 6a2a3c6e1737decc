import { refuse } from '../refusal.ts';
import { withTimedMember } from '../ripen.ts';
import { byAnyOfficer, type Rule } from '../rule.ts';
import { begun, isOpen } from '../spell.ts';
import { memberOf } from '../state.ts';
import { FREEZE_MS } from '../wait.ts';

/** "This was not us": the member neither sends nor is written to, and nothing that waits takes effect, for 72 hours or until two security officers lift it. */
export const memberFreeze: Rule<'member.freeze'> = {
  kind: 'member.freeze',
  changes: 'member',
  whileSuspended: true,
  signedBy: 'any officer of the member',
  object: ({ state, statement: { roster, subject } }) => {
    if (subject !== roster) return refuse('wrong-subject');
    return isOpen(memberOf(state, roster)!.freezes) ? refuse('already-frozen', roster) : null;
  },
  demand: ({ statement }) => byAnyOfficer(statement.roster),
  apply: ({ state, statement: { roster }, at }, [signer]) => {
    const member = memberOf(state, roster)!;
    return withTimedMember(state, { ...member, freezes: begun(member.freezes, at, signer!.officer.id, FREEZE_MS) });
  },
};

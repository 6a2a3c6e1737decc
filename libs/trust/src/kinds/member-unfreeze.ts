import { refuse } from '../refusal.ts';
import { bySecurityOfficers, type Rule } from '../rule.ts';
import { ended, isOpen } from '../spell.ts';
import { memberOf, withMember } from '../state.ts';

/** Lifts a freeze before its 72 hours are over. */
export const memberUnfreeze: Rule<'member.unfreeze'> = {
  kind: 'member.unfreeze',
  changes: 'member',
  signedBy: 'two security officers of the member',
  object: ({ state, statement: { roster, subject } }) => {
    if (subject !== roster) return refuse('wrong-subject');
    return isOpen(memberOf(state, roster)!.freezes) ? null : refuse('not-frozen', roster);
  },
  demand: ({ statement }) => bySecurityOfficers(statement.roster, []),
  apply: ({ state, statement: { roster }, at }) => {
    const member = memberOf(state, roster)!;
    return withMember(state, { ...member, freezes: ended(member.freezes, at) });
  },
};

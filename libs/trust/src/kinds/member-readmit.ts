import { refuse } from '../refusal.ts';
import { bySecretariat, type Rule } from '../rule.ts';
import { ended, isOpen } from '../spell.ts';
import { memberOf, withMember } from '../state.ts';

/** Ends a suspension, and says nothing about officers or epochs: the roster is what the member left it. */
export const memberReadmit: Rule<'member.readmit'> = {
  kind: 'member.readmit',
  changes: 'member',
  whileSuspended: true,
  signedBy: 'k secretariat officers',
  object: ({ state, statement: { roster, subject } }) => {
    if (subject !== roster) return refuse('wrong-subject');
    return isOpen(memberOf(state, roster)!.suspensions) ? null : refuse('not-suspended', roster);
  },
  demand: ({ state }) => bySecretariat(state, []),
  apply: ({ state, statement: { roster }, at }) => {
    const member = memberOf(state, roster)!;
    return withMember(state, { ...member, suspensions: ended(member.suspensions, at) });
  },
};

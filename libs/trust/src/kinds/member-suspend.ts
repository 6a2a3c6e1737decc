import { refuse } from '../refusal.ts';
import { bySecretariat, type Rule } from '../rule.ts';
import { begun, isOpen } from '../spell.ts';
import { memberOf, withMember } from '../state.ts';

/** The member neither sends nor is written to, and its roster stands still, but for what protects it or takes standing away. */
export const memberSuspend: Rule<'member.suspend'> = {
  kind: 'member.suspend',
  changes: 'member',
  whileSuspended: true,
  signedBy: 'k secretariat officers',
  object: ({ state, statement: { roster, subject } }) => {
    if (subject !== roster) return refuse('wrong-subject');
    return isOpen(memberOf(state, roster)!.suspensions) ? refuse('already-suspended', roster) : null;
  },
  demand: ({ state }) => bySecretariat(state, []),
  apply: ({ state, statement: { roster }, at }, [signer]) => {
    const member = memberOf(state, roster)!;
    return withMember(state, { ...member, suspensions: begun(member.suspensions, at, signer!.officer.id, null) });
  },
};

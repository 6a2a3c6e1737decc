import { refuse } from '../refusal.ts';
import { secretariatGroup, twoSecurityOfficers, type Rule } from '../rule.ts';
import { memberOf, withMember } from '../state.ts';

/** Drills done: the member has an epoch that two of its officers opened, and both sides say that recovery was tried. */
export const memberLive: Rule<'member.live'> = {
  kind: 'member.live',
  changes: 'member',
  signedBy: 'two security officers of the member and one secretariat officer',
  object: ({ state, statement: { roster, subject } }) => {
    const member = memberOf(state, roster)!;
    if (subject !== roster) return refuse('wrong-subject');
    if (member.liveAt !== null) return refuse('already-live', roster);
    return member.current === null ? refuse('epoch-not-confirmed') : null;
  },
  demand: ({ statement: { roster } }) => ({ groups: [twoSecurityOfficers(roster), secretariatGroup(1)], coSigners: [] }),
  apply: ({ state, statement: { roster }, at }) => withMember(state, { ...memberOf(state, roster)!, liveAt: at }),
};

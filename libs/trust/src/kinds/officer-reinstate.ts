import { refuse } from '../refusal.ts';
import { bySecurityOfficers, objectToOfficer, type Rule } from '../rule.ts';
import { ended, isOpen } from '../spell.ts';
import { memberOf, withMember, withOfficer } from '../state.ts';

/** Lifts a suspension. The officer cannot be among the two: a suspended officer signs nothing. */
export const officerReinstate: Rule<'officer.reinstate'> = {
  kind: 'officer.reinstate',
  changes: 'member',
  signedBy: 'two security officers of the member',
  object: ({ state, statement: { roster, subject } }) => {
    const member = memberOf(state, roster)!;
    return objectToOfficer(member, subject) ?? (isOpen(member.officers.get(subject)!.suspensions) ? null : refuse('not-suspended', subject));
  },
  demand: ({ statement }) => bySecurityOfficers(statement.roster, []),
  apply: ({ state, statement: { roster, subject }, at }) => {
    const member = memberOf(state, roster)!;
    const officer = member.officers.get(subject)!;
    return withMember(state, withOfficer(member, { ...officer, suspensions: ended(officer.suspensions, at) }));
  },
};

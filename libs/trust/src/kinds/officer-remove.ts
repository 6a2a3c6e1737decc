import { lockOut } from '../lock-out.ts';
import { refuse } from '../refusal.ts';
import { bySecurityOfficers, objectToOfficer, objectToQuorum, type Rule } from '../rule.ts';
import { memberOf, READING_ROLES, withMember, withOfficer } from '../state.ts';

/**
 * Two other security officers; the officer who leaves does not count among them. Two security officers must remain: a
 * member that loses more first admits another, or is reseated.
 */
export const officerRemove: Rule<'officer.remove'> = {
  kind: 'officer.remove',
  changes: 'member',
  signedBy: 'two security officers of the member, other than the officer removed',
  whileSuspended: true,
  object: ({ state, statement: { roster, subject, body }, at }) => {
    const member = memberOf(state, roster)!;
    const ahead = body.compromisedSince !== null && body.compromisedSince > at;
    return objectToOfficer(member, subject) ?? objectToQuorum(member, [subject]) ?? (ahead ? refuse('position-ahead') : null);
  },
  demand: ({ statement }) => ({ ...bySecurityOfficers(statement.roster, []), except: { officer: statement.subject, code: 'wrong-role' } }),
  apply: ({ state, statement: { roster, subject, body }, at }) => {
    const member = memberOf(state, roster)!;
    const officer = member.officers.get(subject)!;
    const without = withOfficer(member, { ...officer, removedAt: at, compromisedSince: body.compromisedSince });
    return withMember(state, READING_ROLES.includes(officer.role) ? lockOut(without, state, at) : without);
  },
};

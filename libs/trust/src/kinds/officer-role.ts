import { lockOut } from '../lock-out.ts';
import { onTerms } from '../officer-terms.ts';
import { refuse } from '../refusal.ts';
import { withTimedMember } from '../ripen.ts';
import { bySecurityOfficers, endOf, objectToEnd, objectToOfficer, objectToQuorum, type Rule } from '../rule.ts';
import { memberOf, READING_ROLES, withMember, withOfficer } from '../state.ts';

/** Another role, another end of the term, or both. Two other security officers; two remain. Who reads no longer is locked out of the next epoch. */
export const officerRole: Rule<'officer.role'> = {
  kind: 'officer.role',
  changes: 'member',
  signedBy: 'two security officers of the member, other than the officer concerned',
  object: ({ state, statement: { roster, subject, body } }) => {
    const member = memberOf(state, roster)!;
    const objection = objectToOfficer(member, subject);
    if (objection !== null) return objection;
    const { role, ends } = member.officers.get(subject)!;
    if (role === body.role && ends === endOf(body)) return refuse('nothing-changes');
    return objectToEnd(state, body.role, endOf(body)) ?? (body.role === 'security' ? null : objectToQuorum(member, [subject]));
  },
  demand: ({ statement }) => ({ ...bySecurityOfficers(statement.roster, []), except: { officer: statement.subject, code: 'wrong-role' } }),
  apply: ({ state, statement: { roster, subject, body }, at }) => {
    const member = memberOf(state, roster)!;
    const officer = member.officers.get(subject)!;
    const ends = endOf(body);
    const next = withOfficer(member, onTerms(officer, { role: body.role, ends }, at));
    const readsNoLonger = READING_ROLES.includes(officer.role) && !READING_ROLES.includes(body.role);
    const changed = readsNoLonger ? lockOut(next, state, at) : next;
    return ends === null ? withMember(state, changed) : withTimedMember(state, changed);
  },
};

import { byOneSecurityOfficer, objectToOfficer, type Rule } from '../rule.ts';
import { memberOf, withMember, withOfficer } from '../state.ts';

/** Yearly: the officer still serves, with this role and card. Nobody says so of themselves. */
export const officerAttest: Rule<'officer.attest'> = {
  kind: 'officer.attest',
  changes: 'member',
  signedBy: 'one security officer of the member, other than the officer concerned',
  object: ({ state, statement: { roster, subject } }) => objectToOfficer(memberOf(state, roster)!, subject),
  demand: ({ statement }) => ({ ...byOneSecurityOfficer(statement.roster), except: { officer: statement.subject, code: 'same-officer' } }),
  apply: ({ state, statement: { roster, subject }, at }) => {
    const member = memberOf(state, roster)!;
    const officer = member.officers.get(subject)!;
    return withMember(state, withOfficer(member, { ...officer, attested: [...officer.attested, { at, time: state.clock?.time ?? null }] }));
  },
};

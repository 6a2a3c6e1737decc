import { onTerms } from '../officer-terms.ts';
import { refuse } from '../refusal.ts';
import { byOneSecurityOfficer, objectToOfficer, type Rule } from '../rule.ts';
import { memberOf, withMember, withOfficer } from '../state.ts';

/** Another name, function or languages. A kind of its own: an attestation says that nothing changed. */
export const officerCard: Rule<'officer.card'> = {
  kind: 'officer.card',
  changes: 'member',
  signedBy: 'one security officer of the member, other than the officer concerned',
  object: ({ state, statement: { roster, subject, body } }) => {
    const member = memberOf(state, roster)!;
    return objectToOfficer(member, subject) ?? (member.officers.get(subject)!.card === body.card ? refuse('nothing-changes') : null);
  },
  demand: ({ statement }) => ({ ...byOneSecurityOfficer(statement.roster), except: { officer: statement.subject, code: 'same-officer' } }),
  apply: ({ state, statement: { roster, subject, body }, at }) => {
    const member = memberOf(state, roster)!;
    return withMember(state, withOfficer(member, onTerms(member.officers.get(subject)!, { card: body.card }, at)));
  },
};

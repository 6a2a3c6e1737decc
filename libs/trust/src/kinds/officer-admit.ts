import { admitted } from '../officer-terms.ts';
import { refuse } from '../refusal.ts';
import { withTimedMember } from '../ripen.ts';
import { bySecurityOfficers, endOf, objectToEnd, objectToKeys, type Rule } from '../rule.ts';
import { memberOf, withCertificate, withId, withMember, withOfficer } from '../state.ts';

/** By the member alone: the secretariat cannot. The new officer reads from the next rotation, or from a grant; one with an end leaves by the log's clock. */
export const officerAdmit: Rule<'officer.admit'> = {
  kind: 'officer.admit',
  changes: 'member',
  signedBy: 'two security officers of the member and the officer',
  object: ({ state, statement: { subject, body } }) => {
    if (subject !== body.key.officer) return refuse('wrong-subject');
    return objectToEnd(state, body.role, endOf(body)) ?? objectToKeys(state, [body.key]);
  },
  demand: ({ statement }) => bySecurityOfficers(statement.roster, [statement.body.key.certificate]),
  apply: ({ state, statement: { roster, body }, at }) => {
    const { officer, certificate } = body.key;
    const member = memberOf(state, roster)!;
    const next = withCertificate(withId(state, officer, { names: 'officer', member: roster }), certificate, { kind: 'officer', officer, member: roster });
    const ends = endOf(body);
    const changed = withOfficer(member, admitted(body.key, body.role, { state, at, ends }));
    return ends === null ? withMember(next, changed) : withTimedMember(next, changed);
  },
};

import { refuse } from '../refusal.ts';
import { withTimedMember } from '../ripen.ts';
import { memberGroup, objectToKeys, objectToOfficer, objectToQuorum, secretariatGroup, thresholdOf, type Rule } from '../rule.ts';
import { memberOf, securityOfficers, withCertificate, withId } from '../state.ts';
import { NOT_BEGUN, waitsFor } from '../wait.ts';

/**
 * A quorum was lost: the security officers named are removed and others take their seats, seven days after the log has shown it, unless any
 * officer of the member vetoes. With none left, the secretariat signs alone, after proof out of band.
 */
export const memberReseat: Rule<'member.reseat'> = {
  kind: 'member.reseat',
  changes: 'member',
  signedBy: 'the remaining security officer if there is one, k secretariat officers and those seated',
  object: ({ state, statement: { roster, subject, body } }) => {
    const member = memberOf(state, roster)!;
    if (subject !== roster) return refuse('wrong-subject');
    if (waitsFor(member.waits, 'reseat', roster)) return refuse('already-waiting', roster);
    for (const id of body.lost) {
      const objection = objectToOfficer(member, id) ?? (member.officers.get(id)!.role === 'security' ? null : refuse('unknown-officer', id));
      if (objection !== null) return objection;
    }
    if (objectToQuorum(member, body.lost) === null) return refuse('quorum-not-lost');
    return objectToQuorum(member, body.lost, body.securityOfficers.length) ?? objectToKeys(state, body.securityOfficers);
  },
  demand: ({ state, statement: { roster, body } }) => {
    const remaining = securityOfficers(memberOf(state, roster)!).filter(({ id }) => !body.lost.includes(id));
    const secretariat = secretariatGroup(thresholdOf(state));
    const member = memberGroup(roster, 'security', { least: 1, most: 1 }, ({ id }) => id === remaining[0]?.id);
    return { groups: remaining.length === 0 ? [secretariat] : [member, secretariat], coSigners: body.securityOfficers.map(({ certificate }) => certificate) };
  },
  apply: ({ state, statement: { roster, body }, hash, at }) => {
    const member = memberOf(state, roster)!;
    let next = state;
    for (const { officer, certificate } of body.securityOfficers) {
      next = withCertificate(withId(next, officer, { names: 'officer', member: roster }), certificate, { kind: 'officer', officer, member: roster });
    }
    return withTimedMember(next, {
      ...member,
      waits: [...member.waits, { act: 'reseat', statement: hash, subject: roster, at, lost: body.lost, securityOfficers: body.securityOfficers, ...NOT_BEGUN }],
    });
  },
};

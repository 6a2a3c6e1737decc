import { PersistentMap } from '../persistent-map.ts';
import { admitted } from '../officer-terms.ts';
import { refuse } from '../refusal.ts';
import { bySecretariat, objectToKeys, type Rule } from '../rule.ts';
import { withCertificate, withId, withMember, type TrustState } from '../state.ts';

/** Once per authority, with its founding security officers, who co-sign. The roster is the member's id. */
export const memberAdmit: Rule<'member.admit'> = {
  kind: 'member.admit',
  changes: 'new member',
  signedBy: 'k secretariat officers and all founding security officers',
  object: ({ state, statement: { roster, subject, body } }) => {
    if (subject !== roster) return refuse('wrong-subject');
    if (state.authorities.has(body.authority)) return refuse('already-admitted', body.authority);
    if (state.ids.has(roster) || body.securityOfficers.some((key) => key.officer === roster)) return refuse('id-in-use', roster);
    return objectToKeys(state, body.securityOfficers);
  },
  demand: ({ state, statement }) => bySecretariat(state, statement.body.securityOfficers.map((key) => key.certificate)),
  apply: ({ state, statement: { roster, body }, at }): TrustState => {
    let next = withId(state, roster, { names: 'member' });
    for (const { officer, certificate } of body.securityOfficers) {
      next = withCertificate(withId(next, officer, { names: 'officer', member: roster }), certificate, { kind: 'officer', officer, member: roster });
    }
    const officers = PersistentMap.from(body.securityOfficers.map((key) => [key.officer, admitted(key, 'security', { state, at })] as const));
    next = { ...next, authorities: next.authorities.with(body.authority, roster) };
    return withMember(next, {
      id: roster, authority: body.authority, admittedAt: at, officers, epochs: PersistentMap.empty(), current: null, pending: null, confirmed: [],
      liveAt: null, suspensions: [], freezes: [], waits: [],
    });
  },
};

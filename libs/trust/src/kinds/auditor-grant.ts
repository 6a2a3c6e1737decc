import { admitted } from '../officer-terms.ts';
import { refuse } from '../refusal.ts';
import { bySecretariat, objectToKeys, type Rule } from '../rule.ts';
import { withCertificate, withId } from '../state.ts';

/** An auditor of the network, for all members or the ones named. A wider or narrower scope is another auditor id. */
export const auditorGrant: Rule<'auditor.grant'> = {
  kind: 'auditor.grant',
  changes: 'secretariat',
  signedBy: 'k secretariat officers and the auditor',
  object: ({ state, statement: { subject, body } }) => {
    if (subject !== body.key.officer) return refuse('wrong-subject');
    const unknown = body.members?.find((member) => !state.members.has(member));
    if (unknown !== undefined) return refuse('unknown-member', unknown);
    return objectToKeys(state, [body.key]);
  },
  demand: ({ state, statement }) => bySecretariat(state, [statement.body.key.certificate]),
  apply: ({ state, statement: { body }, at }) => {
    const { officer, certificate } = body.key;
    const next = withCertificate(withId(state, officer, { names: 'auditor' }), certificate, { kind: 'auditor', officer });
    return { ...next, auditors: next.auditors.with(officer, { ...admitted(body.key, null, { state, at }), scope: body.members }) };
  },
};

import { refuse } from '../refusal.ts';
import { withTimedMember } from '../ripen.ts';
import { bySecurityOfficers, objectToOfficer, type Rule } from '../rule.ts';
import { memberOf, withCertificate } from '../state.ts';
import { NOT_BEGUN, waitsFor } from '../wait.ts';

/** Another certificate for the same officer, 72 hours after the log has shown it, unless any officer of the member vetoes. Ends a suspension. */
export const officerRekey: Rule<'officer.rekey'> = {
  kind: 'officer.rekey',
  changes: 'member',
  signedBy: 'two security officers of the member and the new certificate',
  object: ({ state, statement: { roster, subject, body }, at }) => {
    const member = memberOf(state, roster)!;
    if (subject !== body.key.officer) return refuse('wrong-subject');
    const objection = objectToOfficer(member, subject);
    if (objection !== null) return objection;
    if (waitsFor(member.waits, 'rekey', subject)) return refuse('already-waiting', subject);
    if (state.certificates.has(body.key.certificate)) return refuse('certificate-in-use', body.key.certificate);
    return body.compromisedSince !== null && body.compromisedSince > at ? refuse('position-ahead') : null;
  },
  demand: ({ statement }) => bySecurityOfficers(statement.roster, [statement.body.key.certificate]),
  apply: ({ state, statement: { roster, subject, body }, hash, at }) => {
    const member = memberOf(state, roster)!;
    const wait = { act: 'rekey', statement: hash, subject, at, key: body.key, compromisedSince: body.compromisedSince, ...NOT_BEGUN } as const;
    const next = withCertificate(state, body.key.certificate, { kind: 'officer', officer: subject, member: roster });
    return withTimedMember(next, { ...member, waits: [...member.waits, wait] });
  },
};

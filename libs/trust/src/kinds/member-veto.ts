import { refuse } from '../refusal.ts';
import { byAnyOfficer, type Rule } from '../rule.ts';
import { memberOf, withMember } from '../state.ts';
import { endWait } from '../wait.ts';

/** Any officer who is not suspended ends a rekey or a reseat before it takes effect. Its certificates are used up. */
export const memberVeto: Rule<'member.veto'> = {
  kind: 'member.veto',
  changes: 'member',
  whileSuspended: true,
  signedBy: 'any officer of the member',
  object: ({ state, statement: { roster, subject, body } }) => {
    const wait = memberOf(state, roster)!.waits.find(({ statement, endedAt }) => statement === body.statement && endedAt === null);
    if (wait === undefined) return refuse('nothing-waits', body.statement);
    return wait.subject === subject ? null : refuse('wrong-subject');
  },
  demand: ({ statement }) => byAnyOfficer(statement.roster),
  apply: ({ state, statement: { roster, body }, at }) => {
    const member = memberOf(state, roster)!;
    return withMember(state, { ...member, waits: endWait(member.waits, body.statement, at, 'veto') });
  },
};

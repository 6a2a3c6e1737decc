import { refuse } from '../refusal.ts';
import { bySecurityOfficers, type Rule } from '../rule.ts';
import { memberOf, READING_ROLES, withMember, type Epoch, type Member } from '../state.ts';

/** If the officer read: a rotation that waits is void, and the current epoch stale until the next one is confirmed. */
function lockOut(member: Member, at: number): Member {
  let { epochs } = member;
  const mark = (id: string | null, change: (epoch: Epoch) => Partial<Epoch>) => {
    const epoch = id === null ? undefined : epochs.get(id);
    if (epoch !== undefined) epochs = epochs.with(epoch.id, { ...epoch, ...change(epoch) });
  };
  mark(member.pending, () => ({ voidAt: at }));
  mark(member.current, (epoch) => ({ staleAt: epoch.staleAt ?? at }));
  return { ...member, epochs, pending: null };
}

/**
 * Two other security officers; the officer who leaves does not count among them. Two security officers must remain: a
 * member that loses more first admits another, or is reseated.
 */
export const officerRemove: Rule<'officer.remove'> = {
  kind: 'officer.remove',
  changes: 'member',
  signedBy: 'two security officers of the member, other than the officer removed',
  object: ({ state, statement: { roster, subject, body }, at }) => {
    const officers = [...memberOf(state, roster)!.officers.values()];
    const officer = officers.find(({ id }) => id === subject);
    if (officer === undefined) return refuse('unknown-officer', subject);
    if (officer.removedAt !== null) return refuse('already-removed', subject);
    const remaining = officers.filter(({ id, role, removedAt }) => id !== subject && role === 'security' && removedAt === null);
    if (remaining.length < 2) return refuse('quorum-would-be-lost');
    return body.compromisedSince !== null && body.compromisedSince > at ? refuse('position-ahead') : null;
  },
  demand: ({ statement }) => ({ ...bySecurityOfficers(statement.roster, []), except: { officer: statement.subject, code: 'wrong-role' } }),
  apply: ({ state, statement: { roster, subject, body }, at }) => {
    const member = memberOf(state, roster)!;
    const officer = member.officers.get(subject)!;
    const officers = member.officers.with(subject, { ...officer, removedAt: at, compromisedSince: body.compromisedSince });
    const without = { ...member, officers };
    return withMember(state, READING_ROLES.includes(officer.role) ? lockOut(without, at) : without);
  },
};

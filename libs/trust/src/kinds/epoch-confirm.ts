import { refuse } from '../refusal.ts';
import { byReader, type Rule } from '../rule.ts';
import { holds, memberOf, withMember } from '../state.ts';

/** By a second officer whose package the rotation pins, after opening it: only then is the epoch current. */
export const epochConfirm: Rule<'epoch.confirm'> = {
  kind: 'epoch.confirm',
  changes: 'member',
  signedBy: 'one officer of the member who holds a package, other than who rotated',
  object: ({ state, statement: { roster, subject } }) => {
    const member = memberOf(state, roster)!;
    if (!member.epochs.has(subject)) return refuse('unknown-epoch', subject);
    return member.pending === subject ? null : refuse('epoch-not-pending', subject);
  },
  demand: ({ state, statement: { roster, subject } }) => {
    const epoch = memberOf(state, roster)!.epochs.get(subject)!;
    return { ...byReader(roster, (officer) => holds(epoch, officer)), except: { officer: epoch.rotatedBy, code: 'same-officer' } };
  },
  apply: ({ state, statement: { roster, subject }, at }, [signer]) => {
    const member = memberOf(state, roster)!;
    const before = member.current === null ? undefined : member.epochs.get(member.current);
    const epochs = before === undefined ? member.epochs : member.epochs.with(before.id, { ...before, supersededAt: at });
    return withMember(state, {
      ...member,
      epochs: epochs.with(subject, { ...epochs.get(subject)!, confirmedAt: at, confirmedBy: signer!.officer.id, confirmedTime: state.clock?.time ?? null }),
      current: subject,
      pending: null,
      confirmed: [...member.confirmed, subject],
    });
  },
};

import { refuse } from '../refusal.ts';
import { byReader, type Rule } from '../rule.ts';
import { isOpen } from '../spell.ts';
import { holds, memberOf, READING_ROLES, withMember } from '../state.ts';

/** Gives a later officer one confirmed epoch, current or past; by one who holds it. */
export const epochGrant: Rule<'epoch.grant'> = {
  kind: 'epoch.grant',
  changes: 'member',
  signedBy: 'one officer of the member who holds the epoch',
  object: ({ state, statement: { roster, subject, body } }) => {
    const member = memberOf(state, roster)!;
    const epoch = member.epochs.get(subject);
    if (epoch === undefined) return refuse('unknown-epoch', subject);
    if (epoch.confirmedAt === null) return refuse('epoch-not-confirmed', subject);
    const officer = member.officers.get(body.officer);
    if (officer === undefined || !READING_ROLES.includes(officer.role)) return refuse('unknown-officer', body.officer);
    if (officer.removedAt !== null) return refuse('already-removed', body.officer);
    if (isOpen(officer.suspensions)) return refuse('suspended-officer', body.officer);
    return holds(epoch, officer) ? refuse('already-granted', body.officer) : null;
  },
  demand: ({ state, statement: { roster, subject } }) => {
    const epoch = memberOf(state, roster)!.epochs.get(subject)!;
    return byReader(roster, (officer) => holds(epoch, officer));
  },
  apply: ({ state, statement: { roster, subject, body }, at }) => {
    const member = memberOf(state, roster)!;
    const epoch = member.epochs.get(subject)!;
    const packages = epoch.packages.with(body.officer, { package: body.package, at });
    return withMember(state, { ...member, epochs: member.epochs.with(subject, { ...epoch, packages }) });
  },
};

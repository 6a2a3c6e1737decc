import { refuse } from '../refusal.ts';
import { withTimedMember } from '../ripen.ts';
import { byOneSecurityOfficer, objectToOfficer, type Rule } from '../rule.ts';
import { begun, isOpen } from '../spell.ts';
import { memberOf, withMember, withOfficer } from '../state.ts';
import { SUSPENSION_MS } from '../wait.ts';

/** Signs nothing, sends nothing, reads nothing new until two lift it. Against a security officer it lapses, and who made it cannot make the next. */
export const officerSuspend: Rule<'officer.suspend'> = {
  kind: 'officer.suspend',
  changes: 'member',
  whileSuspended: true,
  signedBy: 'one security officer of the member, or the officer',
  object: ({ state, statement: { roster, subject } }) => {
    const member = memberOf(state, roster)!;
    return objectToOfficer(member, subject) ?? (isOpen(member.officers.get(subject)!.suspensions) ? refuse('already-suspended', subject) : null);
  },
  demand: ({ state, statement: { roster, subject } }) => {
    const before = memberOf(state, roster)!.officers.get(subject)!.suspensions.at(-1);
    const demand = byOneSecurityOfficer(roster, ({ id }) => id === subject);
    return before?.lapsed === true && before.by !== subject ? { ...demand, except: { officer: before.by, code: 'same-officer' } } : demand;
  },
  apply: ({ state, statement: { roster, subject }, at }, [signer]) => {
    const member = memberOf(state, roster)!;
    const officer = member.officers.get(subject)!;
    const lasts = officer.role === 'security' ? SUSPENSION_MS : null;
    const next = withOfficer(member, { ...officer, suspensions: begun(officer.suspensions, at, signer!.officer.id, lasts) });
    return lasts === null ? withMember(state, next) : withTimedMember(state, next);
  },
};

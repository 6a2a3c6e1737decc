// Who may do what to a proposal. Pure: null allows, else why not.
import type { EntryProposal, EntryProposalEvent, ProblemCode, Role } from '#protocol';

export interface Actor {
  readonly officer: string;
  readonly member: string | null;
  readonly role: Role;
}

export interface Judged {
  readonly member: string | null;
  readonly state: EntryProposal['state'];
  readonly revision: number;
  readonly events: readonly EntryProposalEvent[];
}

/** Who wrote any revision of it. */
export function isAuthor({ officer }: Actor, { events }: Judged): boolean {
  return events.some((event) => event.officer === officer && (event.act === 'proposed' || event.act === 'changed'));
}

/** Any security officer of the member whose proposal it is; of the secretariat, its authors. */
function speaksForIt(actor: Actor, proposal: Judged): boolean {
  return proposal.member === null ? actor.role === 'secretariat' && isAuthor(actor, proposal) : actor.role === 'security' && actor.member === proposal.member;
}

/** While it waits or after it was returned. */
export function objectionToChange(actor: Actor, proposal: Judged): ProblemCode | null {
  if (!speaksForIt(actor, proposal)) return 'not-allowed';
  return proposal.state === 'waiting' || proposal.state === 'returned' ? null : 'gone';
}

export const objectionToWithdrawal = objectionToChange;

/** Anybody of the secretariat but its authors, who withdraw it instead. */
export function objectionToReturn(actor: Actor, proposal: Judged): ProblemCode | null {
  if (actor.role !== 'secretariat' || isAuthor(actor, proposal)) return 'not-allowed';
  return proposal.state === 'waiting' ? null : 'gone';
}

/** Nobody approves what they wrote, nor the same revision twice. */
export function objectionToApproval(actor: Actor, proposal: Judged): ProblemCode | null {
  const objection = objectionToReturn(actor, proposal);
  if (objection !== null) return objection;
  return approversOf(proposal).includes(actor.officer) ? 'already-done' : null;
}

/** Officers who approved the revision as it stands. */
export function approversOf({ revision, events }: Pick<Judged, 'revision' | 'events'>): string[] {
  return events.filter((event) => event.act === 'approved' && event.revision === revision).map(({ officer }) => officer);
}

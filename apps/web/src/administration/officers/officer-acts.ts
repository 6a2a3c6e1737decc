// Who may do what with whom: what the portal offers. That it counts, the replay decides.
import type { Role } from '#protocol';
import type { RosterOfficer } from '../../crypto/roster-api.ts';

export type OfficerAct = 'attest' | 'role' | 'card' | 'suspend' | 'reinstate' | 'remove';

export interface Actor {
  readonly officer: string;
  readonly role: Role;
}

/** In the order in which they are offered. While the member is suspended only what takes standing away counts. */
export function actsOn({ officer, suspended }: Pick<RosterOfficer, 'officer' | 'suspended'>, me: Actor, memberSuspended: boolean): OfficerAct[] {
  const oneself = officer === me.officer;
  const other = me.role === 'security' && !oneself;
  const acts: [OfficerAct, boolean][] = [
    ['attest', other && !memberSuspended],
    ['role', other && !memberSuspended],
    ['card', other && !memberSuspended],
    ['suspend', (other || oneself) && suspended === null],
    ['reinstate', other && suspended !== null && !memberSuspended],
    ['remove', other],
  ];
  return acts.filter(([, offered]) => offered).map(([act]) => act);
}

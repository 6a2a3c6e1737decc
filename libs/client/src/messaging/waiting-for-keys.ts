// Why a message cannot be sealed to somebody just now and waits: an officer of theirs left, or the member is stopped. Pure.
import { Problem } from '#protocol';
import { TrustAt, type Staleness, type TrustState } from '#trust';

export interface WaitingFor {
  readonly member: string;
  /** left, new-key, role: the member's keys are being replaced since. suspended, frozen: the member's mail is stopped. */
  readonly because: Staleness['because'] | 'suspended' | 'frozen';
  /** Milliseconds since 1970 by the log's clock; null: not known, or not one moment. */
  readonly since: number | null;
}

/** Thrown instead of sealing; whoever sends tries again once the trust log has gone on. */
export class WaitsForKeys extends Problem {
  readonly members: readonly WaitingFor[];
  constructor(members: readonly WaitingFor[]) {
    super('epoch-stale', { verdict: 'waits-for-keys' });
    this.members = members;
  }
}

/** Of these members, those that cannot be sealed to now and will be. A member that never had keys is not among them: it is pending. */
export function waitingForKeys(state: TrustState, members: readonly string[]): WaitingFor[] {
  const at = new TrustAt(state);
  return members.flatMap((member): WaitingFor[] => {
    const { standing } = at.currentEpoch(member);
    if (standing === 'suspended' || standing === 'frozen') return [{ member, because: standing, since: null }];
    const stale = at.staleness(member);
    return stale === null ? [] : [{ member, because: stale.because, since: stale.time }];
  });
}

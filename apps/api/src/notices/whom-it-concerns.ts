// Which notices a statement calls for, and to whom. Pure; who these are now is the rosters' to say.
import { SECRETARIAT, type NoticeKind, type Statement } from '#protocol';

/** An officer by id; everybody on a member's roster; the secretariat. The first concern that names somebody counts for them. */
export type Concerned = { readonly officer: string } | { readonly member: string } | 'secretariat';
export interface Concern {
  readonly kind: NoticeKind;
  readonly whom: readonly Concerned[];
}

/** log.time is not among them: what it brought about, the replay says. */
export function whomItConcerns({ kind, roster, subject }: Statement): Concern[] {
  const [officer, member]: [Concerned, Concerned] = [{ officer: subject }, { member: roster }];
  switch (kind) {
    case 'member.freeze':
      return [{ kind: 'member-stopped', whom: [member, 'secretariat'] }];
    case 'officer.rekey':
      return [{ kind: 'reissue-announced', whom: [officer, member, 'secretariat'] }];
    case 'member.reseat':
      return [{ kind: 'reissue-announced', whom: [member, 'secretariat'] }];
    case 'officer.attest':
    case 'officer.card':
      return [{ kind: 'about-you', whom: [officer] }, { kind: 'routine-changed', whom: [member] }];
    case 'officer.admit':
    case 'officer.role':
    case 'officer.remove':
    case 'officer.suspend':
    case 'officer.reinstate':
      return [{ kind: 'about-you', whom: [officer] }, { kind: 'membership-changed', whom: [member] }];
    case 'epoch.rotate':
    case 'epoch.confirm':
    case 'epoch.grant':
      return [{ kind: 'routine-changed', whom: [member] }];
    case 'member.admit':
    case 'member.live':
    case 'member.suspend':
    case 'member.readmit':
    case 'member.unfreeze':
    case 'member.veto':
      return [{ kind: 'membership-changed', whom: [member] }, { kind: 'network-changed', whom: ['secretariat'] }];
    case 'device.add':
      return [{ kind: 'about-you', whom: [{ officer: roster }] }];
    case 'auditor.grant':
      return [{ kind: 'about-you', whom: [officer] }, { kind: 'network-changed', whom: ['secretariat'] }];
    case 'log.time':
      return [];
    default:
      return roster === SECRETARIAT ? [{ kind: 'network-changed', whom: ['secretariat'] }] : [];
  }
}

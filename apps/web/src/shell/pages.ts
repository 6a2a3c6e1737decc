// The places of the portal, who sees them, and in which order.
import type { Role } from '#protocol';
import type { IconName } from '../design/icon.tsx';
import type { TextKey } from '../i18n/text.tsx';

export interface Place {
  readonly to: '/inbox' | '/directory' | '/network' | '/applications' | '/administration' | '/audit' | '/account';
  readonly label: TextKey;
  readonly icon: IconName;
  /** Absent: everybody who is signed in. */
  readonly roles?: readonly Role[];
}

const READING: readonly Role[] = ['security', 'officer', 'reader'];

export const PLACES: readonly Place[] = [
  { to: '/inbox', label: 'nav.inbox', icon: 'inbox', roles: READING },
  { to: '/directory', label: 'nav.directory', icon: 'directory' },
  { to: '/network', label: 'nav.network', icon: 'network' },
  { to: '/applications', label: 'nav.applications', icon: 'write', roles: ['secretariat'] },
  // Any officer of a member, in whatever role, can stop what waits there.
  { to: '/administration', label: 'nav.administration', icon: 'administration', roles: ['security', 'officer', 'reader', 'member-auditor', 'secretariat', 'pending'] },
  { to: '/audit', label: 'nav.audit', icon: 'audit' },
  { to: '/account', label: 'nav.account', icon: 'account' },
];

export function placesFor(role: Role): readonly Place[] {
  return PLACES.filter(({ roles }) => !roles || roles.includes(role));
}

// The places of the portal, who sees them, and in which order.
import type { Role } from '#protocol';
import type { IconName } from '../design/icon.tsx';
import type { TextKey } from '../i18n/text.tsx';

export interface Place {
  readonly to: '/directory' | '/account';
  readonly label: TextKey;
  readonly icon: IconName;
  /** Absent: everybody who is signed in. */
  readonly roles?: readonly Role[];
}

export const PLACES: readonly Place[] = [
  { to: '/directory', label: 'nav.directory', icon: 'directory' },
  { to: '/account', label: 'nav.account', icon: 'account' },
];

export function placesFor(role: Role): readonly Place[] {
  return PLACES.filter(({ roles }) => !roles || roles.includes(role));
}

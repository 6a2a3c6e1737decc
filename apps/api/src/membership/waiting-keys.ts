import type { OfficerKey } from '#protocol';
import type { TrustAt } from '#trust';

/** Keys that come into force once a wait is over: of re-issues and of new holders of lost seats. */
export function waitingKeys(view: TrustAt): OfficerKey[] {
  return view.members().flatMap(({ id }) => view.waitsOf(id)).flatMap((wait) => (wait.act === 'rekey' ? [wait.key] : wait.securityOfficers));
}

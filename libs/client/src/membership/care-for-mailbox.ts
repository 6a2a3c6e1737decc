// What a member's clients do for its mailbox by themselves: confirm a colleague's rotation, renew an epoch that is stale or old, hand the
// first epoch to a colleague who was admitted since.
import { TrustAt } from '#trust';
import { confirmEpoch, grantEpoch, openHeldEpochs, rotateEpoch } from './epochs.ts';
import { renewalDue } from './renewal.ts';
import type { OfficerSession } from './submit-statement.ts';

/** May be called at any time and by any number of clients: of several the log takes the first, the others find nothing left to do. */
export async function careForMailbox(session: OfficerSession, member: string, officer: string): Promise<void> {
  const pending = new TrustAt(await session.trust.sync()).pendingEpoch(member);
  const mayConfirm = pending !== null && pending.rotatedBy !== officer && pending.packages.has(officer);
  const settled = mayConfirm && (await confirmEpoch(session, member, officer)) !== null;
  // A rotation that does not open for a colleague would otherwise keep the member waiting for ever.
  if (!settled) await rotateEpoch(session, member, (state) => renewalDue(state, member, officer, mayConfirm ? pending.id : null) !== null);
  await openHeldEpochs(session, member, officer);
  await handOver(session, member, officer);
}

/** An epoch that older mail was re-wrapped to is not handed on unasked: the newcomer is given a new one (renewalDue). */
async function handOver(session: OfficerSession, member: string, officer: string): Promise<void> {
  const at = new TrustAt(await session.trust.sync());
  const { standing, epoch } = at.currentEpoch(member);
  const holders = epoch === null ? [] : at.holdersOf(epoch);
  if (standing !== 'current' || epoch.previous !== null || !holders.includes(officer)) return;
  for (const reader of at.readersOf(member)) {
    if (!holders.includes(reader.id)) await grantEpoch(session, member, reader.id);
  }
}

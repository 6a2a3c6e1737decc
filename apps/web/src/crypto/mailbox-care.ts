// What a member's clients do for its mailbox by themselves: confirm a colleague's rotation, replace an epoch whose reader has left,
// hand the current epoch to a colleague who was admitted since.
import { confirmEpoch, grantEpoch, openHeldEpochs, rotateEpoch, type OfficerSession } from '#client';
import type { SessionView } from '#protocol';
import { TrustAt, type EpochStanding } from '#trust';

/** A suspension or a freeze is not cured by another epoch. */
const NEEDS_EPOCH: readonly EpochStanding['standing'][] = ['none', 'stale'];

/** May be called at any time and by any number of clients: the log takes the first of several. */
export async function careForMailbox(session: OfficerSession, member: string, who: SessionView): Promise<void> {
  if (who.role !== 'security' && who.role !== 'officer') return;
  const before = new TrustAt(await session.trust.sync());
  if (before.pendingEpoch(member) !== null) await confirmEpoch(session, member, who.officer);
  else if (NEEDS_EPOCH.includes(before.currentEpoch(member).standing)) await rotateEpoch(session, member);
  await openHeldEpochs(session, member, who.officer);
  const now = new TrustAt(await session.trust.sync());
  const { standing, epoch } = now.currentEpoch(member);
  if (standing !== 'current' || !now.holdersOf(epoch).includes(who.officer)) return;
  const holders = now.holdersOf(epoch);
  for (const reader of now.readersOf(member)) {
    if (!holders.includes(reader.id)) await grantEpoch(session, member, reader.id);
  }
}

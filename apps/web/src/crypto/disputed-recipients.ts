// Before anything is sealed: does the hub say of each recipient what this client's own replay says, and is the log the one in which they were verified?
import { sinceVerified, type TrustFollower } from '#client';
import { directoryRoutes, type AuthorityEntry } from '#protocol';
import { TrustAt, type TrustState } from '#trust';
import { disagreementOf, type Disagreement } from '../network/disagreement.ts';
import { Failure } from './channel.ts';
import type { AtWork } from './officer-at-work.ts';
import { VerifiedMembers } from './verified-members.ts';

/** A hub that is a statement ahead of this client, or behind, agrees with it a moment later. */
const ATTEMPTS = 4;
const PAUSE_MS = 500;

/** Fails with `recipient-disputed`, whether or not a recipient was verified; nothing is sealed then. With `offline` where the hub does not answer. */
export async function refuseDisputed(work: AtWork, members: readonly string[]): Promise<void> {
  const verified = new VerifiedMembers(work);
  for (const member of members) {
    await refuseOtherLog(work.officer.trust, verified, member);
    const about = await disputedFor(work, member);
    if (about !== null) throw new Failure('recipient-disputed', { verdict: about });
  }
}

async function refuseOtherLog(trust: TrustFollower, verified: VerifiedMembers, member: string): Promise<void> {
  const kept = await verified.of(member);
  if (kept === null) return;
  const state = await trust.sync();
  // What was kept and cannot be read may have said so.
  const since = kept === 'altered' ? null : await sinceVerified(kept, { state, rootAt: (size) => trust.rootAt(size) });
  if (since?.state !== 'verified') throw new Failure('recipient-disputed', { verdict: 'other-log' });
}

/** What hub and log do not agree on, and go on not to agree on when both are asked anew; null: they agree. */
async function disputedFor({ officer }: AtWork, member: string): Promise<Disagreement | null> {
  let about: Disagreement | null = null;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const authority = new TrustAt(await officer.trust.sync()).member(member)?.authority;
    if (authority === undefined) return 'unknown';
    const said = await officer.hub.call(directoryRoutes.authority, { params: { id: authority } });
    about = differs(officer.trust.state, member, said.member) && differs(await officer.trust.sync(), member, said.member);
    if (about === null) return null;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return about;
}

function differs(state: TrustState, member: string, said: AuthorityEntry['member']): Disagreement | null {
  // Silence about a member of the log is a word too: it must not be how a change is kept out of the log.
  return said?.id === member ? disagreementOf(new TrustAt(state).currentEpoch(member), said) : 'shut';
}

// A verification kept on a device against the log as it is now: changes, looked at or not, and a log that is another one.
import { describe, expect, test } from '@jest/globals';
import { leafHash } from '#transparency-log';
import { draft } from '#trust';
import { PastRoots } from '../logs/past-roots.ts';
import { makePeople, someHash, TrustNetwork, type Person } from '../../../../test/support/trust-network.ts';
import { sinceVerified, type VerifiedAt } from './since-verified.ts';

function logOf({ state, leaves }: TrustNetwork) {
  const roots = new PastRoots();
  for (const leaf of leaves) roots.append(leafHash(leaf));
  return { state, rootAt: (size: number) => roots.rootAt(size) };
}

async function verified(): Promise<{ network: TrustNetwork; a: Person; b: Person; kept: VerifiedAt }> {
  const network = await TrustNetwork.begin();
  const [a, b] = (await makePeople(2)) as [Person, Person];
  const member = await network.admitMember([a, b]);
  const size = network.leaves.length;
  return { network, a, b, kept: { member, size, root: await logOf(network).rootAt(size), seen: size } };
}

describe('since a member was verified', () => {
  test('nothing happened, although the log went on', async () => {
    const { network, kept } = await verified();
    await network.admitMember((await makePeople(2)) as [Person, Person]);
    expect(await sinceVerified(kept, logOf(network))).toEqual({ state: 'verified', changes: [], unseen: [] });
  });

  test('what was signed is told until it is looked at, and counted for good', async () => {
    const { network, a, b, kept } = await verified();
    await network.rotateAndConfirm(kept.member, a, b);
    const { size } = kept;
    expect(await sinceVerified(kept, logOf(network))).toEqual({ state: 'verified', changes: [size, size + 1], unseen: [size, size + 1] });
    const seen = { ...kept, seen: size + 2 };
    expect(await sinceVerified(seen, logOf(network))).toEqual({ state: 'verified', changes: [size, size + 1], unseen: [] });
    await network.append(draft.officerCard(network.context, kept.member, a.officer, someHash()), [b]);
    expect(await sinceVerified(seen, logOf(network))).toEqual({ state: 'verified', changes: [size, size + 1, size + 2], unseen: [size + 2] });
  });

  test('a log with another entry before, a shorter one, and one without the member are contradictions', async () => {
    const { network, a, b, kept } = await verified();
    const before = network.fork();
    await network.append(draft.officerCard(network.context, kept.member, a.officer, someHash()), [b]);
    const later = { ...kept, size: network.leaves.length, root: await logOf(network).rootAt(network.leaves.length), seen: network.leaves.length };
    expect(await sinceVerified(later, logOf(before))).toEqual({ state: 'contradicted' });
    await before.append(draft.officerCard(before.context, kept.member, a.officer, someHash()), [b]);
    expect(await sinceVerified(later, logOf(before))).toEqual({ state: 'contradicted' });
    await before.append(draft.officerCard(before.context, kept.member, a.officer, someHash()), [b]);
    expect(await sinceVerified(later, logOf(before))).toEqual({ state: 'contradicted' });
    expect(await sinceVerified({ ...later, member: crypto.randomUUID() }, logOf(network))).toEqual({ state: 'contradicted' });
    expect(await sinceVerified(later, logOf(network))).toEqual({ state: 'verified', changes: [], unseen: [] });
  });
});

// What somebody outside can rebuild of the secretariat, and what a hub can and cannot do to it.
import { describe, expect, test } from '@jest/globals';
import type { Bytes } from '#protocol';
import { draft } from './draft.ts';
import { replaySecretariat } from './secretariat-chain.ts';
import { TrustAt } from './trust-at.ts';
import { makePeople, makePerson, TrustNetwork } from '../../../test/support/trust-network.ts';

/** Founded by three, a member, an auditor of that member alone, one officer replaced. */
async function network() {
  const made = await TrustNetwork.begin();
  const [first, second, third] = made.secretariat;
  const member = await made.admitMember(await makePeople(2));
  const auditor = await makePerson();
  await made.append(draft.auditorGrant(made.context, auditor.key, [member]), [first!, second!, auditor]);
  const newcomer = await makePerson();
  await made.append(draft.secretariatChange(made.context, { admit: [newcomer.key], remove: [third!.officer], threshold: 2 }), [first!, second!, newcomer]);
  const [genesis, admission, grant, change] = made.leaves as [Bytes, Bytes, Bytes, Bytes];
  const context = { signers: made.signers, network: made.state.network!.id };
  const serving = async (leaves: readonly Bytes[], id = context.network) => {
    const { state, refusal } = await replaySecretariat(leaves, { ...context, network: id });
    return refusal === null ? new TrustAt(state).secretariat().map(({ certificate }) => certificate) : refusal.code;
  };
  return { made, genesis, admission, grant, change, newcomer, serving };
}

describe('the secretariat by its own statements', () => {
  test('is what the whole log says, though members are not at hand', async () => {
    const { made, genesis, grant, change, newcomer, serving } = await network();
    const [first, second] = made.secretariat;
    expect((await serving([genesis, grant, change]) as string[]).toSorted()).toEqual([first!, second!, newcomer].map(({ key }) => key.certificate).toSorted());
    expect(new TrustAt(made.state).secretariat().map(({ certificate }) => certificate).toSorted()).toEqual((await serving([genesis, grant, change]) as string[]).toSorted());
  });

  test('does not stand with a statement left out, out of order, of another roster, or of another network', async () => {
    const { genesis, admission, grant, change, serving } = await network();
    expect(await serving([genesis, change])).toBe('stale-head');
    expect(await serving([genesis, change, grant])).toBe('stale-head');
    expect(await serving([genesis, admission, grant, change])).toBe('wrong-subject');
    expect(await serving([grant, change])).toBe('genesis-missing');
    const other = await network();
    expect(await serving([other.genesis])).not.toEqual(expect.any(Array));
    expect(await other.serving([genesis])).not.toEqual(expect.any(Array));
  });

  test('cannot be given an officer whom too few signed', async () => {
    const { made, genesis, grant, change, serving } = await network();
    const [intruder, stranger] = await makePeople(2);
    const [first, second, third] = made.secretariat;
    const statement = draft.secretariatChange(made.context, { admit: [intruder!.key], remove: [], threshold: 2 });
    const verdict = async (signers: Parameters<typeof made.leaf>[1]) => serving([genesis, grant, change, await made.leaf(statement, signers)]);
    expect(await verdict([first!, intruder!])).toBe('too-few-signatures');
    expect(await verdict([first!, third!, intruder!])).toBe('removed-signer');
    expect(await verdict([first!, stranger!, intruder!])).toBe('unknown-certificate');
    // Well signed it counts: the test can tell.
    expect(await verdict([first!, second!, intruder!])).toEqual(expect.arrayContaining([intruder!.key.certificate]));
  });

  test('can be cut off at the end: that much a hub can do to somebody who has no checkpoint', async () => {
    const { made, genesis, grant, serving } = await network();
    expect((await serving([genesis, grant]) as string[]).length).toBe(made.secretariat.length);
  });
});

// Rekey and reseat: when they take effect, who stops them, what they do to epochs and to what is said of the past.
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { draft } from './draft.ts';
import { keysAt, verifySignatures, type VerifiedOrNot } from './verify-signatures.ts';
import { reduceAll, replay } from './replay.ts';
import { EMPTY_STATE, type TrustState } from './state.ts';
import { stateFromJson, stateToJson } from './state-json.ts';
import { TrustAt } from './trust-at.ts';
import { REKEY_WAIT_MS, RESEAT_WAIT_MS } from './wait.ts';
import { rekeyed } from '../../../test/support/member-stage.ts';
import { makePeople, makePerson, someHash, TrustNetwork, type Person } from '../../../test/support/trust-network.ts';

const HOUR = 3600 * 1000;

let base: TrustNetwork;
let member: string;
let a: Person, b: Person, officer: Person, reader: Person, anew: Person;
let epoch: string;

beforeAll(async () => {
  base = await TrustNetwork.begin();
  [a, b, officer, reader] = (await makePeople(4)) as [Person, Person, Person, Person];
  member = await base.admitMember([a, b]);
  await base.append(draft.officerAdmit(base.context, member, officer.key, 'officer'), [a, b, officer]);
  await base.append(draft.officerAdmit(base.context, member, reader.key, 'reader'), [a, b, reader]);
  epoch = await base.rotateAndConfirm(member, a, b);
  await base.tick();
  anew = await rekeyed(officer);
});

const at = (network: TrustNetwork, size?: number) => new TrustAt(network.state, size);
const certificateOf = (network: TrustNetwork, id: string, size?: number) => at(network, size).officer(id)?.officer.certificate;

async function withRekey(compromisedSince: number | null = null): Promise<TrustNetwork> {
  const network = base.fork();
  await network.append(draft.officerRekey(network.context, member, anew.key, compromisedSince), [a, b, anew]);
  return network;
}

describe('officer.rekey', () => {
  test('takes effect at the log.time that shows 72 hours after one that held it, not before', async () => {
    const network = await withRekey();
    await network.tick();
    network.now += REKEY_WAIT_MS - 1000;
    await network.tick();
    expect(certificateOf(network, officer.officer)).toBe(officer.key.certificate);
    expect(at(network).sendingStanding(anew.key.certificate)).toBe('not-yet-admitted');
    expect(at(network).officerByCertificate(anew.key.certificate)).toBeNull();
    expect(at(network).waitsOf(member)).toHaveLength(1);
    network.now += 1000;
    await network.tick();
    const effect = network.leaves.length - 1;
    expect(certificateOf(network, officer.officer)).toBe(anew.key.certificate);
    expect(certificateOf(network, officer.officer, effect)).toBe(officer.key.certificate);
    expect([effect, effect + 1].map((size) => at(network, size).sendingStanding(officer.key.certificate))).toEqual(['may-send', 'replaced']);
    expect([effect, effect + 1].map((size) => at(network, size).sendingStanding(anew.key.certificate))).toEqual(['not-yet-admitted', 'may-send']);
    expect(at(network).officerByCertificate(officer.key.certificate)?.officer.id).toBe(officer.officer);
    expect(at(network).waitsOf(member)).toEqual([]);
    expect(at(network, effect).waitsOf(member)).toHaveLength(1);
  });

  test('a clock that lagged does not shorten it: time runs from a checkpoint that holds the statement', async () => {
    const network = base.fork();
    const early = await network.checkpoint();
    const earlier = network.now;
    network.now += REKEY_WAIT_MS + HOUR;
    await network.append(draft.officerRekey({ ...network.context, now: earlier }, member, anew.key), [a, b, anew]);
    // Quotes a checkpoint from before the statement, then one of now: the time between them does not count.
    await network.append(draft.logTime(network.context, early, earlier), []);
    await network.tick();
    expect(certificateOf(network, officer.officer)).toBe(officer.key.certificate);
    network.now += REKEY_WAIT_MS;
    await network.tick();
    expect(certificateOf(network, officer.officer)).toBe(anew.key.certificate);
  });

  test('makes the epoch stale and voids a rotation that waits; packages are granted anew', async () => {
    const network = await withRekey();
    await network.tick();
    const rotation = await network.rotation(member);
    await network.append(rotation, [a]);
    const late = draft.epochConfirm({ ...network.context, now: network.now + REKEY_WAIT_MS }, member, rotation.subject);
    network.now += REKEY_WAIT_MS;
    await network.tick();
    // The clock changed the roster: what was drafted before is stale.
    expect(await network.verdict(late, [b])).toBe('stale-head');
    expect(await network.verdict(draft.epochConfirm(network.context, member, rotation.subject), [b])).toBe('epoch-not-pending');
    expect(at(network).currentEpoch(member)).toMatchObject({ standing: 'stale', epoch: { id: epoch } });
    expect(at(network).holdersOf(at(network).epoch(member, epoch)!)).not.toContain(officer.officer);
    expect(at(network, network.leaves.length - 1).holdersOf(at(network).epoch(member, epoch)!)).toContain(officer.officer);
    expect(await network.verdict(draft.epochGrant(network.context, member, epoch, officer.officer, someHash()), [anew])).toBe('wrong-role');
    expect(await network.verdict(draft.epochGrant(network.context, member, epoch, officer.officer, someHash()), [a])).toBe('taken');
    expect(await network.verdict(draft.epochGrant(network.context, member, epoch, officer.officer, someHash()), [a])).toBe('already-granted');
    const next = await network.rotateAndConfirm(member, anew, a);
    expect(at(network).currentEpoch(member)).toMatchObject({ standing: 'current', epoch: { id: next } });
  });

  test('any officer ends it by veto, and its certificate is used up; a suspended one cannot', async () => {
    const network = await withRekey();
    const [wait] = at(network).waitsOf(member);
    const fork = network.fork();
    await fork.append(draft.officerSuspend(fork.context, member, officer.officer), [a]);
    expect(await fork.verdict(draft.memberVeto(fork.context, member, wait!), [officer])).toBe('suspended-signer');
    expect(await network.verdict(draft.memberVeto(network.context, member, { ...wait!, subject: member }), [reader])).toBe('wrong-subject');
    expect(await network.verdict(draft.memberVeto(network.context, member, { ...wait!, statement: someHash() }), [reader])).toBe('nothing-waits');
    expect(await network.verdict(draft.memberVeto(network.context, member, wait!), [officer])).toBe('taken');
    await network.wait(REKEY_WAIT_MS);
    expect(certificateOf(network, officer.officer)).toBe(officer.key.certificate);
    expect(await network.verdict(draft.memberVeto(network.context, member, wait!), [reader])).toBe('nothing-waits');
    expect(await network.verdict(draft.officerRekey(network.context, member, anew.key), [a, b, anew])).toBe('certificate-in-use');
    expect(at(network).officerByCertificate(anew.key.certificate)).toBeNull();
  });

  test('waits on while the member is frozen or suspended, and ends with a removal', async () => {
    const frozen = await withRekey();
    await frozen.tick();
    frozen.now += REKEY_WAIT_MS - HOUR;
    await frozen.append(draft.memberFreeze(frozen.context, member), [reader]);
    await frozen.wait(2 * HOUR);
    expect(certificateOf(frozen, officer.officer)).toBe(officer.key.certificate);
    await frozen.append(draft.memberUnfreeze(frozen.context, member), [a, b]);
    await frozen.tick();
    expect(certificateOf(frozen, officer.officer)).toBe(anew.key.certificate);
    const [x, y] = base.secretariat as [Person, Person];
    const suspended = await withRekey();
    await suspended.append(draft.memberSuspend(suspended.context, member), [x, y]);
    await suspended.wait(REKEY_WAIT_MS);
    expect(certificateOf(suspended, officer.officer)).toBe(officer.key.certificate);
    await suspended.append(draft.memberReadmit(suspended.context, member), [x, y]);
    await suspended.tick();
    expect(certificateOf(suspended, officer.officer)).toBe(anew.key.certificate);
    const removed = await withRekey();
    await removed.append(draft.officerRemove(removed.context, member, officer.officer), [a, b]);
    await removed.wait(REKEY_WAIT_MS);
    expect(removed.state.members.get(member)?.waits.at(-1)).toMatchObject({ end: 'void' });
    expect(at(removed).sendingStanding(anew.key.certificate)).toBe('not-yet-admitted');
  });

  test('flags what the old certificate signed since a position, and only that', async () => {
    const network = await withRekey(4);
    await network.wait(REKEY_WAIT_MS);
    expect([4, 5].map((size) => at(network, size).isCompromised(officer.key.certificate))).toEqual([false, true]);
    expect(at(network).isCompromised(anew.key.certificate)).toBe(false);
    const ahead = base.fork();
    expect(await ahead.verdict(draft.officerRekey(ahead.context, member, anew.key, ahead.leaves.length + 1), [a, b, anew])).toBe('position-ahead');
  });

  test('one at a time, for an officer of this member', async () => {
    const network = await withRekey();
    const other = await rekeyed(officer);
    expect(await network.verdict(draft.officerRekey(network.context, member, other.key), [a, b, other])).toBe('already-waiting');
    const stranger = await makePerson();
    expect(await network.verdict(draft.officerRekey(network.context, member, stranger.key), [a, b, stranger])).toBe('unknown-officer');
  });
});

describe('member.reseat', () => {
  const [x, y] = [0, 1].map((i) => () => base.secretariat[i]!) as [() => Person, () => Person];

  test('after seven days removes the lost, seats the others and makes the epoch stale', async () => {
    const network = base.fork();
    const fresh = await makePerson();
    await network.append(draft.memberReseat(network.context, member, [b.officer], [fresh.key]), [a, x(), y(), fresh]);
    expect(await network.verdict(draft.memberReseat(network.context, member, [b.officer], [fresh.key]), [a, x(), y(), fresh])).toBe('already-waiting');
    await network.tick();
    network.now += RESEAT_WAIT_MS - 1000;
    await network.tick();
    expect(at(network).roleOf(b.officer)).toBe('security');
    expect(at(network).officer(fresh.officer)).toBeNull();
    expect(at(network).sendingStanding(fresh.key.certificate)).toBe('not-yet-admitted');
    expect(await network.verdict(draft.officerAttest(network.context, member, reader.officer), [fresh])).toBe('wrong-role');
    network.now += 1000;
    await network.tick();
    expect([b, fresh].map((person) => at(network).roleOf(person.officer))).toEqual([null, 'security']);
    expect(at(network).currentEpoch(member).standing).toBe('stale');
    expect(await network.verdict(draft.officerRemove(network.context, member, officer.officer), [a, b])).toBe('removed-signer');
    expect(await network.verdict(draft.officerRemove(network.context, member, officer.officer), [a, fresh])).toBe('taken');
  });

  test('with none left the secretariat signs alone, and any officer may veto', async () => {
    const network = base.fork();
    const founders = (await makePeople(2)) as [Person, Person];
    const statement = () => draft.memberReseat(network.context, member, [a.officer, b.officer], founders.map(({ key }) => key));
    expect(await network.verdict(statement(), [a, x(), y(), ...founders])).toBe('wrong-role');
    expect(await network.verdict(statement(), [x(), ...founders])).toBe('too-few-signatures');
    expect(await network.verdict(statement(), [x(), y(), ...founders])).toBe('taken');
    const [wait] = at(network).waitsOf(member);
    const vetoed = network.fork();
    expect(await vetoed.verdict(draft.memberVeto(vetoed.context, member, wait!), [reader])).toBe('taken');
    await vetoed.wait(RESEAT_WAIT_MS);
    expect(at(vetoed).roleOf(a.officer)).toBe('security');
    await network.wait(RESEAT_WAIT_MS);
    expect(at(network).officersOf(member).filter(({ role }) => role === 'security').map(({ id }) => id).toSorted()).toEqual(founders.map((person) => person.officer).toSorted());
  });

  test('only where a quorum was lost, of security officers, and leaves a quorum', async () => {
    const network = base.fork();
    const [c, fresh] = (await makePeople(2)) as [Person, Person];
    const lost = (...people: Person[]) => draft.memberReseat(network.context, member, people.map((person) => person.officer), [fresh.key]);
    expect(await network.verdict(lost(officer), [a, x(), y(), fresh])).toBe('unknown-officer');
    expect(await network.verdict(lost(a, b), [x(), y(), fresh])).toBe('quorum-would-be-lost');
    await network.append(draft.officerAdmit(network.context, member, c.key, 'security'), [a, b, c]);
    expect(await network.verdict(lost(c), [a, x(), y(), fresh])).toBe('quorum-not-lost');
    expect(await network.verdict(lost(b, c), [a, x(), y(), fresh])).toBe('taken');
  });
});

/** Facts without positions and times. */
const POSITIONS = new Set(['at', 'tree', 'certificateSince', 'from', 'until', 'endedAt', 'size', 'time', 'due']);
const factsOf = (state: TrustState) => {
  const form = JSON.parse(stateToJson(state), (key, value: unknown) => (POSITIONS.has(key) || (key.endsWith('At') && typeof value === 'number') ? undefined : value)) as Record<string, unknown[]>;
  return { ...form, heads: [...state.heads.entries()].map(([roster, { hash }]) => `${roster} ${hash}`).toSorted() };
};

describe('a log in which time counts', () => {
  let network: TrustNetwork;
  let verified: VerifiedOrNot[];
  beforeAll(async () => {
    network = await withRekey();
    const [x, y] = network.secretariat as [Person, Person];
    await network.append(draft.deviceAdd(network.context, member, reader.officer, crypto.randomUUID(), someHash()), [reader]);
    await network.append(draft.releasePublish(network.context, { version: '1', files: [{ name: 'client', hash: someHash() }] }), [x, y]);
    await network.append(draft.officerSuspend(network.context, member, b.officer), [a]);
    await network.wait(REKEY_WAIT_MS);
    await network.append(draft.officerRole(network.context, member, reader.officer, 'security'), [a, b]);
    const fresh = await makePerson();
    await network.append(draft.memberReseat(network.context, member, [b.officer, reader.officer], [fresh.key]), [a, x, y, fresh]);
    await network.append(draft.memberFreeze(network.context, member), [anew]);
    await network.wait(RESEAT_WAIT_MS);
    verified = await verifySignatures(network.leaves, { signers: network.signers, keys: null });
  });

  test('gives the same facts in any other order, or is refused', () => {
    const whole = reduceAll(EMPTY_STATE, verified, null).state;
    expect(factsOf(whole)).toEqual(factsOf(network.state));
    const swaps = verified.map((_, i) => i).slice(1);
    for (const i of swaps) {
      const order = [...verified];
      [order[i - 1], order[i]] = [order[i]!, order[i - 1]!];
      const { state, refusal } = reduceAll(EMPTY_STATE, order, null);
      if (refusal === null) expect(factsOf(state)).toEqual(factsOf(whole));
    }
    fc.assert(
      fc.property(fc.shuffledSubarray(verified.map((_, i) => i), { minLength: 2 }), (order) => {
        const { state, refusal } = reduceAll(EMPTY_STATE, order.map((i) => verified[i]!), null);
        // A refusal, or a true beginning of each roster: with all entries there, the same facts.
        if (refusal === null && order.length === verified.length) expect(factsOf(state)).toEqual(factsOf(whole));
        if (refusal === null) for (const [roster, { hash }] of state.heads.entries()) expect(verified.some((one) => 'hash' in one && one.hash === hash)).toBe(roster !== '');
      }),
      { numRuns: 200 },
    );
  });

  test('goes on from its cache at any point as without', async () => {
    for (let cut = 1; cut < network.leaves.length; cut++) {
      const { state } = await replay(EMPTY_STATE, network.leaves.slice(0, cut), { signers: network.signers, network: null });
      const cached = stateFromJson(stateToJson(state))!;
      const answer = await replay(cached, network.leaves.slice(cut), { signers: network.signers, network: null });
      expect(answer.refusal).toBeNull();
      expect(factsOf(answer.state)).toEqual(factsOf(network.state));
    }
  });
});

test('another policy judges the clocks after it, also in slices verified apart', async () => {
  const network = await TrustNetwork.begin({ witnesses: 3, policy: 2 });
  await network.tick();
  const [x, y] = network.secretariat as [Person, Person];
  await network.append(draft.networkPolicy(network.context, network.state.network!.witnesses.slice(1), 1), [x, y]);
  const changed = network.leaves.length;
  expect((await network.offer(await network.leaf(draft.logTime(network.context, await network.checkpoint([network.witnesses[0]!]), network.now), [])))?.code).toBe('not-cosigned');
  await network.append(draft.logTime(network.context, await network.checkpoint([network.witnesses[1]!]), network.now), []);
  expect((await replay(EMPTY_STATE, network.leaves, { signers: network.signers, network: null })).refusal).toBeNull();
  const slices = [network.leaves.slice(0, changed), network.leaves.slice(changed)] as const;
  const second = await verifySignatures(slices[1], { signers: network.signers, keys: keysAt(null, slices[0]) });
  const first = await verifySignatures(slices[0], { signers: network.signers, keys: null });
  expect(reduceAll(EMPTY_STATE, [...first, ...second], null).refusal).toBeNull();
  const old = await verifySignatures(slices[1], { signers: network.signers, keys: keysAt(null, slices[0].slice(0, 1)) });
  expect(reduceAll(EMPTY_STATE, [...first, ...old], null).refusal?.code).toMatch(/not-cosigned|checkpoint-invalid/);
  expect([changed - 1, changed].map((size) => new TrustAt(network.state, size).network()?.policy)).toEqual([2, 1]);
});

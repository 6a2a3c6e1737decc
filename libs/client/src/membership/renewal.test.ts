// When clients renew a mailbox epoch, by the log alone.
import { beforeAll, describe, expect, test } from '@jest/globals';
import { draft, EPOCH_LIFETIME_MS, TrustAt } from '#trust';
import { makePeople, makePerson, TrustNetwork, type Person } from '../../../../test/support/trust-network.ts';
import { RENEWAL_SPREAD_MS, renewalAge, renewalDue } from './renewal.ts';

const DAY_MS = 24 * 3600 * 1000;

let base: TrustNetwork;
let member: string;
let a: Person, b: Person, c: Person, d: Person;

beforeAll(async () => {
  base = await TrustNetwork.begin();
  await base.tick();
  [a, b, c, d] = (await makePeople(4)) as [Person, Person, Person, Person];
  member = await base.admitMember([a, b, c, d]);
});

const due = (network: TrustNetwork, { officer }: Person, distrusted?: string) => renewalDue(network.state, member, officer, distrusted ?? null);
const current = (network: TrustNetwork) => new TrustAt(network.state).currentEpoch(member).epoch!;

describe('an epoch is renewed', () => {
  test('when there is none, once', async () => {
    const network = base.fork();
    expect(due(network, a)).toBe('first');
    const rotation = await network.rotation(member);
    await network.append(rotation, [a]);
    expect([due(network, a), due(network, b)]).toEqual([null, null]);
    expect(due(network, b, rotation.subject)).toBe('unopenable');
    await network.append(draft.epochConfirm(network.context, member, rotation.subject), [b]);
    expect([due(network, a), due(network, b, rotation.subject)]).toEqual([null, null]);
  });

  test('when a reader has left, until it is confirmed', async () => {
    const network = base.fork();
    await network.rotateAndConfirm(member, a, b);
    await network.append(draft.officerRemove(network.context, member, d.officer), [a, b]);
    expect(due(network, c)).toBe('departure');
    expect(new TrustAt(network.state).staleness(member)).toEqual({ because: 'left', at: network.leaves.length - 1, time: network.state.clock!.time });
    await network.rotateAndConfirm(member, a, b);
    expect(due(network, c)).toBeNull();
    expect(new TrustAt(network.state).staleness(member)).toBeNull();
  });

  test('at its age by the log’s clock, by each client at a moment of its own within the last week of ninety days', async () => {
    const network = base.fork();
    await network.rotateAndConfirm(member, a, b);
    const epoch = current(network);
    const moments = [a, b, c, d].map(({ officer }) => renewalAge(epoch.id, officer));
    expect(Math.max(...moments)).toBeLessThanOrEqual(EPOCH_LIFETIME_MS);
    expect(Math.min(...moments)).toBeGreaterThan(EPOCH_LIFETIME_MS - RENEWAL_SPREAD_MS);
    // Whatever a client's own clock says: only log.time counts.
    network.now += EPOCH_LIFETIME_MS;
    expect([a, b, c, d].map((one) => due(network, one))).toEqual([null, null, null, null]);
    network.now -= EPOCH_LIFETIME_MS;
    // Cosignatures count whole seconds.
    const first = Math.ceil(Math.min(...moments) / 1000) * 1000;
    await network.wait(first - 1000);
    expect([a, b, c, d].map((one) => due(network, one))).toEqual([null, null, null, null]);
    await network.wait(1000);
    expect([a, b, c, d].filter((one) => due(network, one) === 'age')).toHaveLength(1);
    await network.wait(RENEWAL_SPREAD_MS);
    expect([a, b, c, d].map((one) => due(network, one))).toEqual(['age', 'age', 'age', 'age']);
  });

  test('when somebody reads who does not hold it, unless it is the member’s first, which is handed on', async () => {
    const network = base.fork();
    await network.rotateAndConfirm(member, a, b);
    const newcomer = await makePerson();
    await network.append(draft.officerAdmit(network.context, member, newcomer.key, 'officer'), [a, b, newcomer]);
    expect(due(network, a)).toBeNull();
    await network.rotateAndConfirm(member, a, b);
    expect(due(network, a)).toBeNull();
    const another = await makePerson();
    await network.append(draft.officerAdmit(network.context, member, another.key, 'reader'), [a, b, another]);
    expect(due(network, a)).toBe('newcomer');
  });

  test('and not while the member is suspended or frozen', async () => {
    const network = base.fork();
    await network.rotateAndConfirm(member, a, b);
    await network.append(draft.memberFreeze(network.context, member, null), [c]);
    await network.tick();
    expect(due(network, a)).toBeNull();
  });
});

test('moments are spread evenly: of a thousand members about one in seven comes due each day', () => {
  const days = Array.from({ length: 7 }, () => 0);
  for (let i = 0; i < 1000; i++) days[Math.floor((EPOCH_LIFETIME_MS - renewalAge(crypto.randomUUID(), crypto.randomUUID())) / DAY_MS)]! += 1;
  for (const count of days) expect(count).toBeGreaterThan(90);
});

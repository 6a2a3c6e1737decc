// Who may be invited by whom beyond a network's beginning: to the secretariat, and to the lost seats of a member.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { proposeReseat, proposeSecretariatChange, signProposal, TrustFollower, type OfficerSession } from '#client';
import { identityRoutes, membershipRoutes, type NewInvitation, type OfficerKey } from '#protocol';
import { TrustAt } from '#trust';
import { enrolPerson, makeSmallNetwork, type EnrolledPerson, type SmallNetwork } from './support/enrolled-people.ts';
import { startHub, type Hub } from './support/hub.ts';
import { refusal } from './support/membership-acts.ts';

let hub: Hub;
let network: SmallNetwork;
let secretary: EnrolledPerson;
let security: EnrolledPerson, elsewhere: EnrolledPerson;
let member: string;

beforeAll(async () => {
  hub = await startHub();
  network = await makeSmallNetwork(hub);
  secretary = network.secretariat;
  member = network.members[0]!.id;
  security = network.members[0]!.security[0];
  elsewhere = network.members[1]!.security[0];
}, 240_000);
afterAll(() => hub?.stop(), 60_000);

const work = (person: EnrolledPerson): OfficerSession => ({ ...person, trust: new TrustFollower(person.hub, network.id) });
const invite = (by: EnrolledPerson, body: NewInvitation) => by.hub.call(identityRoutes.invite, { body });
const NOTE = { note: 'Invited for tests', email: null };

async function enrolledKeys(by: EnrolledPerson, purpose: string): Promise<OfficerKey[]> {
  const { items } = await by.hub.call(identityRoutes.enrolled);
  return items.filter((item) => item.purpose === purpose).map(({ officer, certificate, cardHash }) => ({ officer, certificate, card: cardHash }));
}

describe('the secretariat', () => {
  test('invites its own next officer, who is admitted by a change of its roster, and named to the network', async () => {
    expect(await refusal(invite(security, { purpose: 'secretariat', ...NOTE }))).toBe('not-allowed');
    const { token } = await invite(secretary, { purpose: 'secretariat', ...NOTE });
    const next = await enrolPerson(hub.url, token);
    expect(await enrolledKeys(security, 'secretariat')).toEqual([]);
    const admit = await enrolledKeys(secretary, 'secretariat');
    expect(admit).toHaveLength(1);
    const proposal = (await proposeSecretariatChange(work(secretary), { admit, remove: [], threshold: 2 }))!;
    expect(proposal).toMatchObject({ state: 'waiting', missing: [{ role: 'co-signer' }] });
    expect(await signProposal(next, proposal)).toMatchObject({ state: 'appended' });
    expect((await next.hub.call(identityRoutes.session)).role).toBe('secretariat');
    const { items } = await security.hub.call(membershipRoutes.networkPeople);
    expect(items.map(({ officer, place, card }) => [officer, place, card.name])).toEqual(expect.arrayContaining([[next.session.officer, 'secretariat', 'Test person']]));
    expect(await enrolledKeys(secretary, 'secretariat')).toEqual([]);
  }, 120_000);
});

describe('a lost seat', () => {
  test('is offered by the secretariat, or by the member’s own security officer, and seen by both', async () => {
    expect(await refusal(invite(elsewhere, { purpose: 'seat', member, ...NOTE }))).toBe('not-allowed');
    expect(await refusal(invite(secretary, { purpose: 'seat', member: crypto.randomUUID(), ...NOTE }))).toBe('not-found');
    const first = await enrolPerson(hub.url, (await invite(secretary, { purpose: 'seat', member, ...NOTE })).token);
    const second = await enrolPerson(hub.url, (await invite(security, { purpose: 'seat', member, ...NOTE })).token);
    for (const one of [secretary, security]) expect((await enrolledKeys(one, 'seat')).map(({ officer }) => officer)).toEqual([first.session.officer, second.session.officer]);
    expect(await enrolledKeys(elsewhere, 'seat')).toEqual([]);
    const proposal = (await proposeReseat(work(security), member, security.session.officer, await enrolledKeys(security, 'seat')))!;
    expect(proposal.missing.map(({ role }) => role).toSorted()).toEqual(['co-signer', 'secretariat']);
    for (const signer of [first, second]) await signProposal(signer, proposal);
    await signProposal(secretary, proposal);
    const [waiting] = new TrustAt(await work(security).trust.sync()).waitsOf(member);
    expect(waiting).toBeUndefined();
    // The secretariat is two since: its threshold with it.
    expect((await security.hub.call(membershipRoutes.proposal, { params: { proposal: proposal.id } })).missing).toMatchObject([{ role: 'secretariat', count: 1 }]);
    expect((await first.hub.call(identityRoutes.session)).role).toBe('pending');
  }, 120_000);

  test('is nobody’s before a member is named: the form is closed', async () => {
    expect(await refusal(secretary.hub.call(identityRoutes.invite, { body: { purpose: 'seat', ...NOTE } as never }))).toBe('bad-request');
  });
});

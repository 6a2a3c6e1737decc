// Suspensions, freezes, roles, cards, attestations, and what the secretariat changes about itself: effects now and at past sizes.
import { beforeAll, describe, expect, test } from '@jest/globals';
import { draft } from './draft.ts';
import { stateToJson } from './state-json.ts';
import { TrustAt } from './trust-at.ts';
import { FREEZE_MS, REKEY_WAIT_MS, SUSPENSION_MS } from './wait.ts';
import { rekeyed } from '../../../test/support/member-stage.ts';
import { makePeople, makePerson, someHash, TrustNetwork, type Person } from '../../../test/support/trust-network.ts';

let base: TrustNetwork;
let member: string;
let a: Person, b: Person, c: Person, officer: Person, reader: Person;
let x: Person, y: Person, z: Person;

beforeAll(async () => {
  base = await TrustNetwork.begin();
  [x, y, z] = base.secretariat as [Person, Person, Person];
  [a, b, c, officer, reader] = (await makePeople(5)) as [Person, Person, Person, Person, Person];
  member = await base.admitMember([a, b, c]);
  await base.append(draft.officerAdmit(base.context, member, officer.key, 'officer'), [a, b, officer]);
  await base.append(draft.officerAdmit(base.context, member, reader.key, 'reader'), [a, b, reader]);
  await base.rotateAndConfirm(member, a, b);
  await base.tick();
});

const at = (network: TrustNetwork, size?: number) => new TrustAt(network.state, size);
const sending = (network: TrustNetwork, person: Person, size?: number) => at(network, size).sendingStanding(person.key.certificate);

describe('officer.suspend', () => {
  test('takes standing away from its position on, until two lift it', async () => {
    const network = base.fork();
    await network.append(draft.officerSuspend(network.context, member, officer.officer), [a]);
    const from = network.leaves.length - 1;
    expect([from, from + 1].map((size) => sending(network, officer, size))).toEqual(['may-send', 'suspended']);
    expect([from, from + 1].map((size) => at(network, size).roleOf(officer.officer))).toEqual(['officer', null]);
    expect(at(network).officersOf(member).some(({ id }) => id === officer.officer)).toBe(true);
    expect(at(network).readersOf(member).some(({ id }) => id === officer.officer)).toBe(false);
    expect(at(network).currentEpoch(member).standing).toBe('current');
    expect(await network.verdict(draft.officerSuspend(network.context, member, officer.officer), [a])).toBe('already-suspended');
    await network.wait(10 * SUSPENSION_MS);
    expect(sending(network, officer)).toBe('suspended');
    await network.rotateAndConfirm(member, a, b);
    const { epoch } = at(network).currentEpoch(member);
    expect(at(network).holdersOf(epoch!)).not.toContain(officer.officer);
    const grant = () => draft.epochGrant(network.context, member, epoch!.id, officer.officer, someHash());
    expect(await network.verdict(grant(), [a])).toBe('suspended-officer');
    expect(await network.verdict(draft.officerReinstate(network.context, member, officer.officer), [a, b])).toBe('taken');
    expect(await network.verdict(draft.officerReinstate(network.context, member, officer.officer), [a, b])).toBe('not-suspended');
    expect(sending(network, officer)).toBe('may-send');
    expect(sending(network, officer, from + 1)).toBe('suspended');
    expect(await network.verdict(grant(), [a])).toBe('taken');
  });

  test('by the officer too, and by one only', async () => {
    expect(await base.fork().verdict(draft.officerSuspend(base.context, member, reader.officer), [reader])).toBe('taken');
    expect(await base.fork().verdict(draft.officerSuspend(base.context, member, reader.officer), [a, b])).toBe('too-many-signatures');
    expect(await base.fork().verdict(draft.officerSuspend(base.context, member, crypto.randomUUID()), [a])).toBe('unknown-officer');
  });

  test('against a security officer lapses after 72 hours, and who made it cannot make the next', async () => {
    const network = base.fork();
    await network.append(draft.officerSuspend(network.context, member, c.officer), [a]);
    const from = network.leaves.length;
    expect(await network.verdict(draft.officerReinstate(network.context, member, c.officer), [b, c])).toBe('suspended-signer');
    await network.tick();
    network.now += SUSPENSION_MS - 1000;
    await network.tick();
    expect(at(network).isOfficerSuspended(c.officer)).toBe(true);
    network.now += 1000;
    await network.tick();
    expect(at(network).roleOf(c.officer)).toBe('security');
    expect(at(network, from).roleOf(c.officer)).toBeNull();
    expect(await network.verdict(draft.officerSuspend(network.context, member, c.officer), [a])).toBe('same-officer');
    expect(await network.verdict(draft.officerSuspend(network.context, member, c.officer), [b])).toBe('taken');
  });

  test('does not lapse while a rekey of the officer waits, and ends with it', async () => {
    const network = base.fork();
    const anew = await rekeyed(c);
    await network.append(draft.officerSuspend(network.context, member, c.officer), [a]);
    await network.tick();
    network.now += SUSPENSION_MS / 2;
    await network.append(draft.officerRekey(network.context, member, anew.key), [a, b, anew]);
    await network.tick();
    network.now += SUSPENSION_MS / 2;
    await network.tick();
    expect(at(network).isOfficerSuspended(c.officer)).toBe(true);
    network.now += REKEY_WAIT_MS / 2;
    await network.tick();
    expect(at(network).isOfficerSuspended(c.officer)).toBe(false);
    expect([c, anew].map((person) => sending(network, person))).toEqual(['replaced', 'may-send']);
  });
});

describe('member.freeze', () => {
  test('stops sending and being written to, 72 hours or until two lift it; the roster goes on', async () => {
    const network = base.fork();
    await network.append(draft.memberFreeze(network.context, member), [reader]);
    const from = network.leaves.length - 1;
    expect([from, from + 1].map((size) => sending(network, a, size))).toEqual(['may-send', 'member-frozen']);
    expect([from, from + 1].map((size) => at(network, size).currentEpoch(member).standing)).toEqual(['current', 'frozen']);
    expect(await network.verdict(draft.memberFreeze(network.context, member), [a])).toBe('already-frozen');
    expect(await network.fork().verdict(draft.memberUnfreeze(network.context, member), [a, c])).toBe('taken');
    await network.append(draft.officerRemove(network.context, member, officer.officer), [a, b]);
    expect(at(network).currentEpoch(member).standing).toBe('stale');
    await network.rotateAndConfirm(member, a, b);
    expect(at(network).currentEpoch(member).standing).toBe('frozen');
    await network.wait(FREEZE_MS);
    expect(at(network).currentEpoch(member).standing).toBe('current');
    expect(await network.verdict(draft.memberUnfreeze(network.context, member), [a, c])).toBe('not-frozen');
  });
});

/** A member's officers and epochs, without its suspensions. */
const rosterOf = (network: TrustNetwork) => {
  const known = (JSON.parse(stateToJson(network.state)) as { members: { id: string; suspensions: unknown }[] }).members.find(({ id }) => id === member)!;
  return { ...known, suspensions: null };
};

describe('member.suspend and member.readmit', () => {
  test('nobody sends or is written to; readmission restores the roster exactly', async () => {
    const network = base.fork();
    const before = rosterOf(network);
    await network.append(draft.memberSuspend(network.context, member), [x, y]);
    expect(await network.verdict(draft.memberSuspend(network.context, member), [x, y])).toBe('already-suspended');
    expect(sending(network, officer)).toBe('member-suspended');
    expect(at(network).currentEpoch(member).standing).toBe('suspended');
    expect(at(network).roleOf(officer.officer)).toBe('officer');
    await network.wait(400 * 24 * 3600 * 1000);
    await network.append(draft.memberReadmit(network.context, member), [y, z]);
    expect(rosterOf(network)).toEqual(before);
    expect(sending(network, officer)).toBe('may-send');
    expect(at(network).currentEpoch(member).standing).toBe('current');
    expect(await network.verdict(draft.memberReadmit(network.context, member), [y, z])).toBe('not-suspended');
  });

  test('meanwhile nothing gives standing, and what protects or takes it away counts', async () => {
    const network = base.fork();
    await network.append(draft.officerSuspend(network.context, member, reader.officer), [a]);
    await network.append(draft.memberSuspend(network.context, member), [x, y]);
    const fresh = await makePerson();
    const ask = (statement: Parameters<TrustNetwork['leaf']>[0], signers: Person[]) => network.fork().verdict(statement, signers);
    expect(await ask(draft.officerAdmit(network.context, member, fresh.key, 'officer'), [a, b, fresh])).toBe('member-suspended');
    expect(await ask(draft.officerReinstate(network.context, member, reader.officer), [a, b])).toBe('member-suspended');
    expect(await ask(draft.officerRole(network.context, member, officer.officer, 'reader'), [a, b])).toBe('member-suspended');
    expect(await ask(draft.memberReseat(network.context, member, [b.officer, c.officer], [fresh.key]), [a, x, y, fresh])).toBe('member-suspended');
    expect(await ask(await network.rotation(member), [a])).toBe('member-suspended');
    expect(await ask(draft.officerSuspend(network.context, member, officer.officer), [a])).toBe('taken');
    expect(await ask(draft.officerRemove(network.context, member, officer.officer), [a, b])).toBe('taken');
    expect(await ask(draft.memberFreeze(network.context, member), [officer])).toBe('taken');
  });
});

describe('roles, cards, attestations, devices', () => {
  test('a role counts from its position; two security officers remain; who reads no longer is locked out', async () => {
    const network = base.fork();
    await network.append(draft.officerRole(network.context, member, officer.officer, 'reader'), [a, b]);
    const changed = network.leaves.length - 1;
    expect([changed, changed + 1].map((size) => sending(network, officer, size))).toEqual(['may-send', 'role-does-not-send']);
    expect(at(network).currentEpoch(member).standing).toBe('current');
    expect(await network.verdict(draft.officerRole(network.context, member, officer.officer, 'reader'), [a, b])).toBe('nothing-changes');
    await network.append(draft.officerRole(network.context, member, officer.officer, 'auditor'), [a, b]);
    expect(at(network).currentEpoch(member).standing).toBe('stale');
    await network.append(draft.officerRole(network.context, member, c.officer, 'officer'), [a, b]);
    expect(await network.verdict(draft.officerRole(network.context, member, b.officer, 'officer'), [a, c])).toBe('quorum-would-be-lost');
    expect(await network.verdict(draft.officerRole(network.context, member, c.officer, 'security'), [a, b])).toBe('taken');
  });

  test('a card and an attestation are another security officer’s word', async () => {
    const network = base.fork();
    const card = someHash();
    for (const statement of [draft.officerCard(network.context, member, a.officer, card), draft.officerAttest(network.context, member, a.officer)]) {
      expect(await network.verdict(statement, [a])).toBe('same-officer');
    }
    await network.append(draft.officerCard(network.context, member, a.officer, card), [b]);
    const changed = network.leaves.length - 1;
    expect([changed, changed + 1].map((size) => at(network, size).officer(a.officer)?.officer.card)).toEqual([a.key.card, card]);
    expect(await network.verdict(draft.officerCard(network.context, member, a.officer, card), [b])).toBe('nothing-changes');
    network.now += 24 * 3600 * 1000;
    await network.tick();
    await network.append(draft.officerAttest(network.context, member, a.officer), [b]);
    expect(at(network).lastAttested(a.officer)).toEqual({ at: network.leaves.length - 1, time: network.now });
    expect(at(network, network.leaves.length - 1).lastAttested(a.officer)).toEqual({ at: 1, time: null });
  });

  test('a device leaves drafts of the member’s valid, and its id is used once', async () => {
    const network = base.fork();
    const [id, device] = [crypto.randomUUID(), someHash()];
    const removal = draft.officerRemove(network.context, member, officer.officer);
    await network.append(draft.deviceAdd(network.context, member, reader.officer, id, device), [reader]);
    expect(at(network).devicesOf(reader.officer)).toMatchObject([{ id, device }]);
    expect(await network.verdict(removal, [a, b])).toBe('taken');
    expect(await network.verdict(draft.deviceAdd(network.context, member, reader.officer, id, device), [reader])).toBe('id-in-use');
    expect(await network.verdict(draft.deviceAdd(network.context, null, reader.officer, crypto.randomUUID(), device), [reader])).toBe('wrong-subject');
    expect(await network.verdict(draft.deviceAdd(network.context, null, x.officer, crypto.randomUUID(), device), [x])).toBe('taken');
    expect(await network.verdict(draft.deviceAdd(network.context, member, member, crypto.randomUUID(), device), [a])).toBe('unknown-officer');
    expect(await network.verdict(draft.deviceAdd(network.context, member, officer.officer, crypto.randomUUID(), device), [officer])).toBe('removed-signer');
  });

  test('a member goes live once, after an epoch of its own', async () => {
    const network = base.fork();
    const founders = (await makePeople(2)) as [Person, Person];
    const other = await network.admitMember(founders);
    expect(await network.verdict(draft.memberLive(network.context, other), [...founders, x])).toBe('epoch-not-confirmed');
    await network.append(draft.memberLive(network.context, member), [a, b, x]);
    expect([at(network, network.leaves.length - 1), at(network)].map((view) => view.isMemberLive(member))).toEqual([false, true]);
    expect(await network.verdict(draft.memberLive(network.context, member), [a, b, x])).toBe('already-live');
  });
});

const change = (network: TrustNetwork, body: { admit?: Person[]; remove?: Person[]; threshold: number }) =>
  draft.secretariatChange(network.context, { admit: (body.admit ?? []).map(({ key }) => key), remove: (body.remove ?? []).map((person) => person.officer), threshold: body.threshold });

describe('the secretariat', () => {
  test('its threshold is possible, above one, and counts from its position', async () => {
    const network = base.fork();
    const fresh = await makePerson();
    expect(await network.verdict(change(network, { threshold: 2 }), [x, y])).toBe('nothing-changes');
    expect(await network.verdict(change(network, { threshold: 4 }), [x, y])).toBe('threshold-impossible');
    expect(await network.verdict(change(network, { threshold: 1 }), [x, y])).toBe('threshold-one');
    expect(await network.verdict(change(network, { remove: [y, z], threshold: 2 }), [x, y])).toBe('threshold-impossible');
    expect(await network.verdict(change(network, { remove: [a], threshold: 2 }), [x, y])).toBe('unknown-officer');
    expect(await network.verdict(change(network, { admit: [fresh], remove: [z], threshold: 3 }), [x, z, fresh])).toBe('taken');
    const changed = network.leaves.length - 1;
    expect([changed, changed + 1].map((size) => at(network, size).network()?.threshold)).toEqual([2, 3]);
    expect([z, fresh].map((person) => at(network).roleOf(person.officer))).toEqual([null, 'secretariat']);
    expect(await network.verdict(change(network, { remove: [z], threshold: 2 }), [x, y, fresh])).toBe('already-removed');
    expect(await network.verdict(draft.memberSuspend(network.context, member), [x, y])).toBe('too-few-signatures');
    expect(await network.verdict(draft.memberSuspend(network.context, member), [x, y, z])).toBe('removed-signer');
    expect(await network.verdict(draft.memberSuspend(network.context, member), [x, y, fresh])).toBe('taken');
  });

  test('a threshold of one is for a demonstration', async () => {
    const network = await TrustNetwork.begin({ demonstration: true });
    expect(await network.verdict(change(network, { threshold: 1 }), network.secretariat.slice(0, 2) as Person[])).toBe('taken');
  });

  test('a policy is possible and its keys differ; a version is published once', async () => {
    const network = base.fork();
    const { logs } = network.state.network!;
    expect(await network.verdict(draft.networkPolicy(network.context, [], 1), [x, y])).toBe('threshold-impossible');
    expect(await network.verdict(draft.networkPolicy(network.context, [logs.audit], 1), [x, y])).toBe('keys-repeat');
    const release = () => draft.releasePublish(network.context, { version: '1.2.3', files: [{ name: 'client', hash: someHash() }] });
    expect(await network.verdict(release(), [x, y])).toBe('taken');
    expect(await network.verdict(release(), [x, y])).toBe('already-published');
    expect(at(network).releases().map(({ version }) => version)).toEqual(['1.2.3']);
  });
});

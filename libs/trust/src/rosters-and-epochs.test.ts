// The life of a member: who may be removed, which epoch is current when, and what a TrustAt says of the past.
import { beforeAll, describe, expect, test } from '@jest/globals';
import { draft, missingSignatures } from './draft.ts';
import { objectionTo } from './reduce.ts';
import { stateFromJson, stateToJson } from './state-json.ts';
import { canView, TrustAt } from './trust-at.ts';
import { makePeople, makePerson, someHash, TrustNetwork, type Person } from '../../../test/support/trust-network.ts';

let base: TrustNetwork;
let member: string;
let a: Person, b: Person, c: Person, officer: Person, reader: Person, auditor: Person;

beforeAll(async () => {
  base = await TrustNetwork.begin();
  [a, b, c, officer, reader, auditor] = (await makePeople(6)) as [Person, Person, Person, Person, Person, Person];
  member = await base.admitMember([a, b, c]);
  for (const [person, role] of [[officer, 'officer'], [reader, 'reader'], [auditor, 'auditor']] as const) {
    await base.append(draft.officerAdmit(base.context, member, person.key, role), [a, b, person]);
  }
});

const at = (network: TrustNetwork, size?: number) => new TrustAt(network.state, size);
const verdict = async (network: TrustNetwork, statement: Parameters<TrustNetwork['leaf']>[0], signers: Person[]) =>
  (await network.offer(await network.leaf(statement, signers)))?.code ?? 'taken';

describe('officer.remove', () => {
  test('keeps two security officers', async () => {
    const network = base.fork();
    await network.append(draft.officerRemove(network.context, member, c.officer), [a, b]);
    expect(await verdict(network, draft.officerRemove(network.context, member, b.officer), [a, b])).toBe('quorum-would-be-lost');
    expect(await verdict(network, draft.officerRemove(network.context, member, officer.officer), [a, b])).toBe('taken');
  });

  test('does not count the officer who leaves', async () => {
    const network = base.fork();
    expect(await verdict(network, draft.officerRemove(network.context, member, c.officer), [a, c])).toBe('wrong-role');
    expect(await verdict(network, draft.officerRemove(network.context, member, c.officer), [a, b])).toBe('taken');
  });

  test('names an officer of this member, once, and a position that exists', async () => {
    const network = base.fork();
    expect(await verdict(network, draft.officerRemove(network.context, member, crypto.randomUUID()), [a, b])).toBe('unknown-officer');
    expect(await verdict(network, draft.officerRemove(network.context, member, officer.officer, network.leaves.length + 1), [a, b])).toBe('position-ahead');
    expect(await verdict(network, draft.officerRemove(network.context, member, officer.officer, 3), [a, b])).toBe('taken');
    expect(await verdict(network, draft.officerRemove(network.context, member, officer.officer), [a, b])).toBe('already-removed');
    expect(at(network).isCompromised(officer.key.certificate)).toBe(true);
    expect(at(network, 3).isCompromised(officer.key.certificate)).toBe(false);
    expect(at(network).isCompromised(a.key.certificate)).toBe(false);
  });
});

describe('epochs', () => {
  test('one is current only after a second officer confirmed it', async () => {
    const network = base.fork();
    expect(at(network).currentEpoch(member).standing).toBe('none');
    const rotation = await network.rotation(member);
    await network.append(rotation, [officer]);
    expect(at(network).currentEpoch(member).standing).toBe('none');
    expect(at(network).pendingEpoch(member)?.id).toBe(rotation.subject);
    const confirm = draft.epochConfirm(network.context, member, rotation.subject);
    expect(await verdict(network, confirm, [officer])).toBe('same-officer');
    expect(await verdict(network, confirm, [a, b])).toBe('too-many-signatures');
    expect(await verdict(network, confirm, [reader])).toBe('taken');
    expect(at(network).currentEpoch(member)).toMatchObject({ standing: 'current', epoch: { id: rotation.subject, rotatedBy: officer.officer, confirmedBy: reader.officer } });
    expect(at(network).pendingEpoch(member)).toBeNull();
    expect(await verdict(network, draft.epochConfirm(network.context, member, rotation.subject), [a])).toBe('epoch-not-pending');
    expect(await verdict(network, draft.epochConfirm(network.context, member, crypto.randomUUID()), [a])).toBe('unknown-epoch');
  });

  test('packages go to exactly those who read, in order', async () => {
    const network = base.fork();
    const rotation = await network.rotation(member);
    const { packages } = rotation.body;
    expect(packages.map((item) => item.officer)).toEqual([a, b, c, officer, reader].map((person) => person.officer).toSorted());
    const withPackages = (list: typeof packages) => ({ ...rotation, body: { ...rotation.body, packages: list } });
    expect(await verdict(network, withPackages(packages.slice(1)), [a])).toBe('packages-incomplete');
    expect(await verdict(network, withPackages([...packages, { officer: auditor.officer, package: someHash() }]), [a])).toBe('packages-incomplete');
    expect(await verdict(network, withPackages([...packages.slice(1), { officer: crypto.randomUUID(), package: someHash() }]), [a])).toBe('packages-incomplete');
    expect(await verdict(network, withPackages(packages.toReversed()), [a])).toBe('packages-incomplete');
    expect(await verdict(network, rotation, [a])).toBe('taken');
  });

  test('a second rotation voids one that waits', async () => {
    const network = base.fork();
    const first = await network.rotation(member);
    await network.append(first, [a]);
    const second = await network.rotation(member);
    await network.append(second, [a]);
    expect(await verdict(network, draft.epochConfirm(network.context, member, first.subject), [b])).toBe('epoch-not-pending');
    expect(at(network).epoch(member, first.subject)?.voidAt).toBe(network.leaves.length - 1);
    expect(await verdict(network, draft.epochConfirm(network.context, member, second.subject), [b])).toBe('taken');
  });

  test('each names the last confirmed one as previous', async () => {
    const network = base.fork();
    const first = await network.rotateAndConfirm(member, a, b);
    const rotation = await network.rotation(member);
    expect(rotation.body.previous).toBe(first);
    expect(await verdict(network, { ...rotation, body: { ...rotation.body, previous: null } }, [a])).toBe('epoch-not-current');
    expect(await verdict(network, rotation, [a])).toBe('taken');
    await network.append(draft.epochConfirm(network.context, member, rotation.subject), [c]);
    expect(at(network).epoch(member, first)?.supersededAt).toBe(network.leaves.length - 1);
  });

  test('a reader’s removal makes the current one stale and voids one that waits, until the next is confirmed', async () => {
    const network = base.fork();
    const first = await network.rotateAndConfirm(member, a, b);
    const waiting = await network.rotation(member);
    await network.append(waiting, [a]);
    await network.append(draft.officerRemove(network.context, member, reader.officer), [a, b]);
    const removedAt = network.leaves.length - 1;
    expect(at(network).currentEpoch(member)).toMatchObject({ standing: 'stale', epoch: { id: first, staleAt: removedAt } });
    expect(at(network, removedAt).currentEpoch(member).standing).toBe('current');
    expect(await verdict(network, draft.epochConfirm(network.context, member, waiting.subject), [c])).toBe('epoch-not-pending');
    const next = await network.rotateAndConfirm(member, officer, a);
    expect(at(network).currentEpoch(member)).toMatchObject({ standing: 'current', epoch: { id: next } });
    expect(at(network).holdersOf(at(network).currentEpoch(member).epoch!)).not.toContain(reader.officer);
  });

  test('an auditor’s removal changes no epoch', async () => {
    const network = base.fork();
    await network.rotateAndConfirm(member, a, b);
    await network.append(draft.officerRemove(network.context, member, auditor.officer), [a, b]);
    expect(at(network).currentEpoch(member).standing).toBe('current');
  });

  test('a later officer holds one only by grant from a holder', async () => {
    const network = base.fork();
    const epoch = await network.rotateAndConfirm(member, a, b);
    const waiting = await network.rotation(member);
    await network.append(waiting, [a]);
    const [late, later] = (await makePeople(2)) as [Person, Person];
    for (const person of [late, later]) await network.append(draft.officerAdmit(network.context, member, person.key, 'officer'), [a, b, person]);
    const grant = (to: string, of = epoch) => draft.epochGrant(network.context, member, of, to, someHash());
    expect(await verdict(network, grant(late.officer), [later])).toBe('wrong-role');
    expect(await verdict(network, grant(late.officer, waiting.subject), [a])).toBe('epoch-not-confirmed');
    expect(await verdict(network, grant(auditor.officer), [a])).toBe('unknown-officer');
    expect(await verdict(network, grant(crypto.randomUUID()), [a])).toBe('unknown-officer');
    expect(await verdict(network, grant(reader.officer), [a])).toBe('already-granted');
    expect(await verdict(network, grant(late.officer), [reader])).toBe('taken');
    expect(await verdict(network, grant(later.officer), [late])).toBe('taken');
    await network.append(draft.officerRemove(network.context, member, later.officer), [a, b]);
    const other = await network.rotateAndConfirm(member, a, b);
    expect(await verdict(network, grant(later.officer, other), [a])).toBe('already-removed');
    const confirmedLate = at(network, 9);
    expect(confirmedLate.holdersOf(network.state.members.get(member)!.epochs.get(epoch)!)).not.toContain(late.officer);
  });
});

describe('TrustAt', () => {
  test('says who may send at which size', async () => {
    const network = base.fork();
    const admitted = network.state.members.get(member)!.officers.get(officer.officer)!.admittedAt;
    await network.append(draft.officerRemove(network.context, member, officer.officer), [a, b]);
    const removed = network.leaves.length - 1;
    const { certificate } = officer.key;
    expect(at(network, admitted).sendingStanding(certificate)).toBe('not-yet-admitted');
    expect(at(network, admitted + 1).sendingStanding(certificate)).toBe('may-send');
    expect(at(network, removed).sendingStanding(certificate)).toBe('may-send');
    expect(at(network, removed + 1).sendingStanding(certificate)).toBe('removed');
    expect([removed, removed + 1].map((size) => at(network, size).roleOf(officer.officer))).toEqual(['officer', null]);
    expect(at(network).sendingStanding(reader.key.certificate)).toBe('role-does-not-send');
    expect(at(network).sendingStanding(auditor.key.certificate)).toBe('role-does-not-send');
    expect(at(network).sendingStanding(network.secretariat[0]!.key.certificate)).toBe('not-an-officer');
    expect(at(network).sendingStanding(someHash())).toBe('unknown-certificate');
    expect(at(network).canSend(a.key.certificate)).toBe(true);
  });

  test('answers for members, readers and certificates as of a size', () => {
    const joined = base.state.members.get(member)!.admittedAt;
    expect(at(base, joined).member(member)).toBeNull();
    expect(at(base, joined).officerByCertificate(a.key.certificate)).toBeNull();
    expect(at(base, joined + 1).readersOf(member).map(({ id }) => id).toSorted()).toEqual([a, b, c].map((person) => person.officer).toSorted());
    expect(at(base).readersOf(member)).toHaveLength(5);
    expect(at(base).officersOf(member)).toHaveLength(6);
    expect(at(base).memberOfAuthority(base.state.members.get(member)!.authority)?.id).toBe(member);
    expect(at(base).members()).toHaveLength(1);
    expect(at(base).secretariat()).toHaveLength(3);
    expect(at(base).auditors()).toHaveLength(0);
    expect([a, officer, reader, auditor, base.secretariat[0]!].map((person) => at(base).roleOf(person.officer))).toEqual(['security', 'officer', 'reader', 'member-auditor', 'secretariat']);
    expect([member, crypto.randomUUID()].map((id) => at(base).roleOf(id))).toEqual([null, null]);
    expect(at(base, joined).officer(a.officer)).toBeNull();
    expect(at(base).officer(a.officer)?.use).toEqual({ kind: 'officer', officer: a.officer, member });
    expect(at(base, 0).network()).toBeNull();
    expect(canView(base.state, base.leaves.length + 1)).toBe(false);
    expect(() => at(base, base.leaves.length + 1)).toThrow(RangeError);
  });
});

const certificates = (...people: Person[]) => people.map(({ key }) => key.certificate).toSorted();

describe('drafting', () => {
  test('says whose signatures are missing', async () => {
    const person = await makePerson();
    const statement = draft.officerAdmit(base.context, member, person.key, 'officer');
    expect(objectionTo(base.state, statement)).toBeNull();
    const missing = (...signed: Person[]) =>
      missingSignatures(base.state, statement, certificates(...signed)).map((group) => ({ ...group, certificates: [...group.certificates].toSorted() }));
    expect(missing()).toEqual([{ role: 'co-signer', count: 1, certificates: certificates(person) }, { role: 'security', count: 2, certificates: certificates(a, b, c) }]);
    expect(missing(person, b)).toEqual([{ role: 'security', count: 1, certificates: certificates(a, c) }]);
    expect(missing(person, b, c)).toEqual([]);
    expect(missing(person, officer, b)).toHaveLength(1);
  });

  test('an objection is named before anybody signs', async () => {
    const statement = draft.officerRemove(base.context, member, crypto.randomUUID());
    expect(objectionTo(base.state, statement)?.code).toBe('unknown-officer');
  });
});

test('a state survives its cache, and goes on as the other would', async () => {
  const network = base.fork();
  await network.rotateAndConfirm(member, a, b);
  await network.append(draft.officerRemove(network.context, member, reader.officer, 2), [a, b]);
  const watcher = await makePerson();
  await network.append(draft.auditorGrant(network.context, watcher.key, [member]), [network.secretariat[0]!, network.secretariat[1]!, watcher]);
  const restored = stateFromJson(stateToJson(network.state))!;
  expect(JSON.parse(stateToJson(restored))).toEqual(JSON.parse(stateToJson(network.state)));
  const copy = Object.assign(network.fork(), { state: restored });
  for (const one of [network, copy]) {
    await one.tick();
    expect(await verdict(one, draft.officerRemove(one.context, member, reader.officer), [a, b])).toBe('already-removed');
    expect(await verdict(one, draft.officerAdmit(one.context, member, { ...officer.key, officer: crypto.randomUUID() }, 'reader'), [a, b, officer])).toBe('certificate-in-use');
  }
});

test('a damaged or foreign cache is no state', () => {
  const text = stateToJson(base.state);
  for (const other of ['', 'null', '{}', text.slice(0, -1), text.replace(/"version":\d+/, '"version":1'), text.replace('"tree":["', '"tree":["A')]) {
    expect(stateFromJson(other)).toBeNull();
  }
});

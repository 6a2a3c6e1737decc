// Every kind of statement: taken when well made and well signed, refused by name otherwise. Real keys, real signatures.
import { beforeAll, describe, expect, test } from '@jest/globals';
import { canonicalBytes, parseTrustEntry, trustEntryBytes, utf8, fromUtf8, type Bytes, type Json, type Statement, type StatementKind, type TrustEntry } from '#protocol';
import { draft } from './draft.ts';
import { RULES } from './kinds/table.ts';
import { makePeople, makePerson, someHash, TrustNetwork, type Person } from '../../../test/support/trust-network.ts';

const DAY = 24 * 3600 * 1000;

/** A network in which every kind has something to do. */
interface Stage {
  network: TrustNetwork;
  member: string;
  security: Person[];
  officer: Person;
  reader: Person;
  auditor: Person;
  /** Once a security officer of the member. */
  removed: Person;
  /** Reads, admitted after the rotations. */
  newcomer: Person;
  /** Confirmed, then superseded by nothing: current. */
  current: string;
  /** Rotated by security[0], waits. */
  pending: string;
  otherMember: string;
  outsiders: Person[];
}

async function setStage(): Promise<Stage> {
  const network = await TrustNetwork.begin({ witnesses: 3, policy: 2 });
  const security = await makePeople(4);
  const member = await network.admitMember(security);
  const [officer, reader, auditor, newcomer] = (await makePeople(4)) as [Person, Person, Person, Person];
  const admit = async (person: Person, role: 'officer' | 'reader' | 'auditor') =>
    network.append(draft.officerAdmit(network.context, member, person.key, role), [security[0]!, security[1]!, person]);
  await admit(officer, 'officer');
  await admit(reader, 'reader');
  await admit(auditor, 'auditor');
  const removed = security.pop()!;
  await network.append(draft.officerRemove(network.context, member, removed.officer), security.slice(0, 2));
  const outsiders = await makePeople(2);
  const otherMember = await network.admitMember(outsiders);
  await network.tick();
  const current = await network.rotateAndConfirm(member, security[0]!, reader);
  const rotation = await network.rotation(member);
  await network.append(rotation, [security[0]!]);
  await admit(newcomer, 'officer');
  return { network, member, security, officer, reader, auditor, removed, newcomer, current, pending: rotation.subject, otherMember, outsiders };
}

interface Case {
  statement: Statement;
  signers: Person[];
  /** One of the signers without whom there are too few, or who co-signs. */
  drop: { who: Person; code: string }[];
  /** Somebody of the wrong place signing instead of the first signer. */
  wrongRole: Person[];
}

/** For each kind: a good statement and its signers. log.time and genesis have signers of their own way and are tested below. */
const CASES: { [K in Exclude<StatementKind, 'network.genesis' | 'log.time'>]: (stage: Stage) => Promise<Case> } = {
  'auditor.grant': async ({ network, member, security }) => {
    const auditor = await makePerson();
    const [a, b] = network.secretariat as [Person, Person];
    return {
      statement: draft.auditorGrant(network.context, auditor.key, [member]),
      signers: [a, b, auditor],
      drop: [{ who: a, code: 'too-few-signatures' }, { who: auditor, code: 'not-co-signed' }],
      wrongRole: [security[0]!],
    };
  },
  'member.admit': async ({ network, security }) => {
    const founders = (await makePeople(2)) as [Person, Person];
    const [a, b] = network.secretariat as [Person, Person];
    return {
      statement: draft.memberAdmit(network.context, crypto.randomUUID(), crypto.randomUUID(), founders.map(({ key }) => key)),
      signers: [a, b, ...founders],
      drop: [{ who: b, code: 'too-few-signatures' }, { who: founders[0], code: 'not-co-signed' }, { who: founders[1], code: 'not-co-signed' }],
      wrongRole: [security[0]!],
    };
  },
  'officer.admit': async ({ network, member, security, officer, reader, auditor, outsiders }) => {
    const person = await makePerson();
    return {
      statement: draft.officerAdmit(network.context, member, person.key, 'officer'),
      signers: [security[0]!, security[1]!, person],
      drop: [{ who: security[1]!, code: 'too-few-signatures' }, { who: person, code: 'not-co-signed' }],
      wrongRole: [officer, reader, auditor, outsiders[0]!, network.secretariat[0]!],
    };
  },
  'officer.remove': async ({ network, member, security, officer, outsiders }) => ({
    statement: draft.officerRemove(network.context, member, officer.officer),
    signers: [security[1]!, security[2]!],
    drop: [{ who: security[1]!, code: 'too-few-signatures' }],
    wrongRole: [officer, outsiders[0]!, network.secretariat[0]!],
  }),
  'epoch.rotate': async ({ network, member, officer, auditor, outsiders }) => ({
    statement: await network.rotation(member),
    signers: [officer],
    drop: [{ who: officer, code: 'too-few-signatures' }],
    wrongRole: [auditor, outsiders[0]!, network.secretariat[0]!],
  }),
  'epoch.confirm': async ({ network, member, pending, reader, auditor, newcomer, outsiders }) => ({
    statement: draft.epochConfirm(network.context, member, pending),
    signers: [reader],
    drop: [{ who: reader, code: 'too-few-signatures' }],
    wrongRole: [auditor, newcomer, outsiders[0]!, network.secretariat[0]!],
  }),
  'epoch.grant': async ({ network, member, current, newcomer, officer, auditor, outsiders }) => ({
    statement: draft.epochGrant(network.context, member, current, newcomer.officer, someHash()),
    signers: [officer],
    drop: [{ who: officer, code: 'too-few-signatures' }],
    wrongRole: [auditor, newcomer, outsiders[0]!, network.secretariat[0]!],
  }),
};

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
}, 60_000);

/** What a fresh fork of the stage says to a leaf. */
const verdictOn = async (leaf: Bytes) => (await stage.network.fork().offer(leaf))?.code ?? 'taken';
const verdict = async (statement: Statement, signers: Person[]) => verdictOn(await stage.network.leaf(statement, signers));
const changed = (statement: Statement, change: object) => ({ ...statement, ...change }) as Statement;

describe.each(Object.entries(CASES))('%s', (kind, make) => {
  let good: Case;
  beforeAll(async () => {
    good = await make(stage);
  });

  test('is taken when well made and well signed, and not twice', async () => {
    const fork = stage.network.fork();
    const leaf = await fork.leaf(good.statement, good.signers);
    expect(await fork.offer(leaf)).toBeNull();
    const again = await fork.offer(leaf);
    expect(['stale-head', 'already-admitted']).toContain(again?.code);
    expect(again?.index).toBe(fork.leaves.length);
  });

  test('is refused when a signature is missing', async () => {
    for (const { who, code } of good.drop) expect(await verdict(good.statement, good.signers.filter((signer) => signer !== who))).toBe(code);
  });

  test('is refused when somebody signs who may not, instead or beside', async () => {
    for (const person of good.wrongRole) {
      expect(await verdict(good.statement, [person, ...good.signers.slice(1)])).toBe('wrong-role');
      expect(await verdict(good.statement, [...good.signers, person])).toBe('wrong-role');
    }
    expect(await verdict(good.statement, [...good.signers, await makePerson()])).toBe('unknown-certificate');
    expect(await verdict(good.statement, [...good.signers, stage.removed])).toBe('removed-signer');
  });

  test('is refused with a stale head, of another network, expired or valid for too long', async () => {
    const { network } = stage;
    const clock = network.state.clock!.time;
    expect(await verdict(changed(good.statement, { head: someHash() }), good.signers)).toBe('stale-head');
    expect(await verdict(changed(good.statement, { network: someHash() }), good.signers)).toBe('wrong-network');
    expect(await verdict(changed(good.statement, { expires: new Date(clock - 1).toISOString() }), good.signers)).toBe('expired');
    expect(await verdict(changed(good.statement, { expires: new Date(clock).toISOString() }), good.signers)).toBe('taken');
    expect(await verdict(changed(good.statement, { expires: new Date(clock + 7 * DAY + 1).toISOString() }), good.signers)).toBe('expiry-too-late');
    const later = network.fork();
    later.now += 8 * DAY;
    await later.tick();
    expect((await later.offer(await later.leaf(good.statement, good.signers)))?.code).toBe('expired');
  });

  test('is refused with other bytes than were signed', async () => {
    const entry = parseTrustEntry(await stage.network.leaf(good.statement, good.signers));
    const other = { ...entry, statement: changed(entry.statement, { expires: new Date(stage.network.now + DAY).toISOString() }) };
    expect(await verdictOn(trustEntryBytes(other))).toBe('signature-invalid');
  });

  test('is refused with unknown fields, other JSON than canonical, or not JSON', async () => {
    const leaf = await stage.network.leaf(good.statement, good.signers);
    const entry = parseTrustEntry(leaf);
    const with_ = (statement: object) => canonicalBytes({ ...entry, statement: { ...entry.statement, ...statement } } as unknown as Json);
    expect(await verdictOn(with_({ note: 'x' }))).toBe('not-an-entry');
    expect(await verdictOn(with_({ body: { ...entry.statement.body, note: 'x' } }))).toBe('not-an-entry');
    expect(await verdictOn(with_({ version: 2 }))).toBe('not-an-entry');
    expect(await verdictOn(with_({ kind: 'member.expel' }))).toBe('not-an-entry');
    expect(await verdictOn(utf8(`${fromUtf8(leaf)}\n`))).toBe('not-canonical');
    expect(await verdictOn(utf8(fromUtf8(leaf).replace('{"signatures"', '{"signatures":[],"signatures"')))).toBe('not-canonical');
    expect(await verdictOn(leaf.slice(1))).toBe('not-canonical');
    expect(await verdictOn(new Uint8Array())).toBe('not-canonical');
  });

  test('is refused when signatures are not sorted, or one certificate signs twice', async () => {
    const entry = parseTrustEntry(await stage.network.leaf(good.statement, good.signers));
    const resigned = (signatures: TrustEntry['signatures']) => canonicalBytes({ ...entry, signatures } as unknown as Json);
    expect(await verdictOn(resigned([entry.signatures[0]!, ...entry.signatures]))).toBe('not-an-entry');
    if (entry.signatures.length > 1) expect(await verdictOn(resigned(entry.signatures.toReversed()))).toBe('not-an-entry');
  });

  test('is refused while a signer’s certificate is not at hand, or other bytes are', async () => {
    const leaf = await stage.network.leaf(good.statement, good.signers);
    const without = stage.network.fork();
    without.certificates.delete(good.signers[0]!.key.certificate);
    expect((await without.offer(leaf))?.code).toBe('certificate-missing');
    const other = stage.network.fork();
    other.certificates.set(good.signers[0]!.key.certificate, stage.removed.certificate);
    expect((await other.offer(leaf))?.code).toBe('certificate-invalid');
  });
});

const used = () => [stage.network.secretariat[0]!, stage.outsiders[0]!, stage.removed, stage.auditor];

describe('a certificate serves once', () => {
  test('no officer, auditor or member is admitted with one in use, whatever the id', async () => {
    const { network, member, security } = stage;
    const [a, b] = network.secretariat as [Person, Person];
    for (const person of used()) {
      const key = { ...person.key, officer: crypto.randomUUID() };
      expect(await verdict(draft.officerAdmit(network.context, member, key, 'officer'), [security[0]!, security[1]!, person])).toBe('certificate-in-use');
      expect(await verdict(draft.auditorGrant(network.context, key, null), [network.secretariat[1]!, network.secretariat[2]!, person])).toBe('certificate-in-use');
      const fresh = await makePerson();
      const admission = draft.memberAdmit(network.context, crypto.randomUUID(), crypto.randomUUID(), [fresh.key, key]);
      expect(await verdict(admission, [a, b, fresh, person].filter((signer, i, all) => all.indexOf(signer) === i))).toBe('certificate-in-use');
    }
  });

  test('not for two founders, nor an epoch', async () => {
    const { network, member, security, current } = stage;
    const [a, b] = network.secretariat as [Person, Person];
    const fresh = await makePerson();
    const twins = [fresh.key, { ...fresh.key, officer: crypto.randomUUID() }];
    expect(await verdict(draft.memberAdmit(network.context, crypto.randomUUID(), crypto.randomUUID(), twins), [a, b, fresh])).toBe('certificate-in-use');
    const rotation = await network.rotation(member);
    const taken = [security[0]!.key.certificate, network.state.members.get(member)!.epochs.get(current)!.certificate];
    for (const certificate of taken) expect(await verdict(changed(rotation, { body: { ...rotation.body, certificate } }), [stage.officer])).toBe('certificate-in-use');
  });

  test('and an id names one thing', async () => {
    const { network, member, security, current, otherMember } = stage;
    for (const officer of [stage.removed.officer, otherMember, current]) {
      const person = await makePerson();
      expect(await verdict(draft.officerAdmit(network.context, member, { ...person.key, officer }, 'reader'), [security[0]!, security[1]!, person])).toBe('id-in-use');
    }
    for (const epoch of [current, stage.pending, otherMember, stage.officer.officer]) expect(await verdict(await network.rotation(member, epoch), [stage.officer])).toBe('id-in-use');
  });
});

test('the table holds exactly the kinds there are', () => {
  expect(Object.entries(RULES).every(([kind, rule]) => rule.kind === kind)).toBe(true);
  expect(Object.keys(RULES).toSorted()).toEqual([...Object.keys(CASES), 'log.time', 'network.genesis'].toSorted());
});

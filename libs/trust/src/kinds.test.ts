// Every kind of statement: taken when well made and well signed, refused by name otherwise. Real keys, real signatures.
import { beforeAll, describe, expect, test } from '@jest/globals';
import { admittedBy, canonicalBytes, parseTrustEntry, STATEMENT_KINDS, trustEntryBytes, utf8, fromUtf8, type Bytes, type Json, type Statement, type TrustEntry } from '#protocol';
import { draft, missingSignatures } from './draft.ts';
import { RULES } from './kinds/table.ts';
import { demandOf, objectionTo } from './reduce.ts';
import { setStage, type Stage } from '../../../test/support/member-stage.ts';
import { CASES, type Case } from '../../../test/support/statement-cases.ts';
import { makePerson, someHash, type Person, type TrustNetwork } from '../../../test/support/trust-network.ts';

const DAY = 24 * 3600 * 1000;

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
}, 60_000);

/** What a fresh fork says to a leaf. */
const verdictOf = async (network: TrustNetwork, leaf: Bytes) => (await network.fork().offer(leaf))?.code ?? 'taken';
const verdict = async (statement: Statement, signers: Person[]) => stage.network.fork().verdict(statement, signers);
const changed = (statement: Statement, change: object) => ({ ...statement, ...change }) as Statement;

describe.each(Object.entries(CASES))('%s', (kind, make) => {
  let good: Case;
  const verdictOn = (leaf: Bytes) => verdictOf(good.network, leaf);
  const verdict = async (statement: Statement, signers: Person[]) => verdictOn(await good.network.leaf(statement, signers));
  beforeAll(async () => {
    good = await make(stage);
  });

  test('is taken when well made and well signed, and not twice', async () => {
    const fork = good.network.fork();
    const leaf = await fork.leaf(good.statement, good.signers);
    expect(await fork.offer(leaf)).toBeNull();
    const again = await fork.offer(leaf);
    expect(['stale-head', 'already-admitted', 'member-suspended']).toContain(again?.code);
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
    expect(await verdict(good.statement, [...good.signers, stage.suspended])).toBe('suspended-signer');
    expect(await verdict(good.statement, [...good.signers, stage.replaced])).toBe('certificate-not-in-force');
  });

  test('says whose signatures are missing, and nothing once all are there', () => {
    const { state } = good.network;
    expect(objectionTo(state, good.statement)).toBeNull();
    const certificates = good.signers.map(({ key }) => key.certificate);
    expect(missingSignatures(state, good.statement, certificates)).toEqual([]);
    for (const { who, code } of good.drop) {
      const missing = missingSignatures(state, good.statement, certificates.filter((certificate) => certificate !== who.key.certificate));
      expect(missing).toEqual([expect.objectContaining({ count: 1, certificates: expect.arrayContaining([who.key.certificate]) })]);
      expect(missing[0]!.role === 'co-signer').toBe(code === 'not-co-signed');
      for (const outsider of [stage.suspended, stage.replaced, stage.removed, ...good.wrongRole]) expect(missing[0]!.certificates).not.toContain(outsider.key.certificate);
    }
  });

  test('asks exactly those to co-sign whom it admits', () => {
    expect(demandOf(good.network.state, good.statement).coSigners.toSorted()).toEqual(admittedBy(good.statement).map(({ certificate }) => certificate).toSorted());
  });

  test('is refused with a stale head, of another network, expired or valid for too long', async () => {
    const { network } = good;
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
    const entry = parseTrustEntry(await good.network.leaf(good.statement, good.signers));
    const other = { ...entry, statement: changed(entry.statement, { expires: new Date(good.network.now + DAY).toISOString() }) };
    expect(await verdictOn(trustEntryBytes(other))).toBe('signature-invalid');
  });

  test('is refused with unknown fields, other JSON than canonical, or not JSON', async () => {
    const leaf = await good.network.leaf(good.statement, good.signers);
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
    const entry = parseTrustEntry(await good.network.leaf(good.statement, good.signers));
    const resigned = (signatures: TrustEntry['signatures']) => canonicalBytes({ ...entry, signatures } as unknown as Json);
    expect(await verdictOn(resigned([entry.signatures[0]!, ...entry.signatures]))).toBe('not-an-entry');
    if (entry.signatures.length > 1) expect(await verdictOn(resigned(entry.signatures.toReversed()))).toBe('not-an-entry');
  });

  test('is refused while a signer’s certificate is not at hand, or other bytes are', async () => {
    const leaf = await good.network.leaf(good.statement, good.signers);
    const without = good.network.fork();
    without.certificates.delete(good.signers[0]!.key.certificate);
    expect((await without.offer(leaf))?.code).toBe('certificate-missing');
    const other = good.network.fork();
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
      expect(await verdict(draft.officerRekey(network.context, member, { ...person.key, officer: stage.reader.officer }), [security[0]!, security[1]!, person])).toBe('certificate-in-use');
      expect(await verdict(draft.secretariatChange(network.context, { admit: [key], remove: [], threshold: 2 }), [network.secretariat[1]!, network.secretariat[2]!, person])).toBe('certificate-in-use');
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
  expect(Object.keys(RULES).toSorted()).toEqual(STATEMENT_KINDS.toSorted());
});

// A member's mailbox keys over HTTP, with real packages: made, confirmed, granted, and what a removal ends.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { membershipRoutes, type Bytes } from '#protocol';
import { draft } from '#trust';
import { enrolPeople, gathered, refusal, staffedNetwork, type FollowedNetwork } from './support/membership-acts.ts';
import { sha256Hex, startMembershipHub, type EnrolledPerson, type MembershipHub } from './support/membership-hub.ts';

let hub: MembershipHub;
let founders: EnrolledPerson[];
let security: EnrolledPerson[];
let officer: EnrolledPerson;
let reader: EnrolledPerson;
let network: string;
let member: string;
let followed: FollowedNetwork;

beforeAll(async () => {
  hub = await startMembershipHub();
  ({ network: followed, member, founders, security, officer, reader } = await staffedNetwork(hub));
  network = followed.id;
}, 120_000);
afterAll(() => hub?.close(), 30_000);

const people = (count: number) => enrolPeople(hub, count);
const context = () => followed.context();
const rotation = (by: EnrolledPerson) => followed.rotation(member, by);
const rotateAndConfirm = (by: EnrolledPerson, confirmer: EnrolledPerson) => followed.rotateAndConfirm(member, by, confirmer);

describe('epochs', () => {
  test('a package reaches its officer only, and opens; a second officer confirms', async () => {
    const [a] = security as [EnrolledPerson];
    const { statement, ...made } = await rotation(a);
    expect((await a.propose(statement, made)).state).toBe('appended');
    expect((await hub.trust.mailboxes()).find((box) => box.member === member)).toMatchObject({ epoch: null });
    const open = async (sealed: Bytes) =>
      reader.keyring.openPackage({ network, epoch: made.epoch, officer: reader.officer, certificate: made.certificates[0]!, sealed, hash: await sha256Hex(sealed) });
    expect(await open(await officer.hub.call(membershipRoutes.epochPackage, { params: { epoch: made.epoch } }))).toBe(false);
    expect(await open(await reader.hub.call(membershipRoutes.epochPackage, { params: { epoch: made.epoch } }))).toBe(true);
    expect(await refusal(founders[0]!.hub.call(membershipRoutes.epochPackage, { params: { epoch: made.epoch } }))).toBe('not-allowed');
    expect(await refusal(reader.hub.call(membershipRoutes.epochPackage, { params: { epoch: crypto.randomUUID() } }))).toBe('not-found');

    const confirm = draft.epochConfirm(await context(), member, made.epoch);
    expect(await refusal(a.propose(confirm))).toBe('not-allowed');
    expect((await reader.propose(confirm)).state).toBe('appended');
    const [mailbox] = (await hub.trust.mailboxes()).filter((box) => box.member === member);
    expect(mailbox).toMatchObject({ epoch: { id: made.epoch, certificate: statement.body.certificate }, readers: statement.body.packages.length });
    expect(mailbox!.epoch!.encryptionFingerprint).toMatch(/^[0-9a-f]{64}$/);
  });

  test('packages are exactly those the statement pins, sealed to exactly those it names', async () => {
    const { statement, ...made } = await rotation(officer);
    const [first, second, ...rest] = made.packages as [typeof made.packages[0], typeof made.packages[0]];
    expect(await refusal(officer.propose(statement, { ...made, packages: made.packages.slice(1) }))).toBe('bad-request');
    expect(await refusal(officer.propose(statement, { ...made, packages: [{ ...first, sealed: second.sealed }, ...made.packages.slice(1)] }))).toBe('bad-request');
    const swapped = { ...statement.body, packages: statement.body.packages.map((item) => ({ ...item })) };
    const places = [first, second].map(({ officer: to }) => swapped.packages.findIndex((item) => item.officer === to)) as [number, number];
    [swapped.packages[places[0]]!.package, swapped.packages[places[1]]!.package] = [swapped.packages[places[1]]!.package, swapped.packages[places[0]]!.package];
    const crossed = [{ officer: first.officer, sealed: second.sealed }, { officer: second.officer, sealed: first.sealed }, ...rest];
    expect(await refusal(officer.propose({ ...statement, body: swapped }, { ...made, packages: crossed }))).toBe('bad-request');
    expect(await refusal(officer.propose(statement, { ...made, packages: [{ ...first, sealed: new Uint8Array(40) as Bytes }, ...made.packages.slice(1)] }))).toBe('bad-request');
    expect(await refusal(officer.propose(statement, { ...made, certificates: [] }))).toBe('bad-request');
    expect(await refusal(officer.propose(statement, { ...made, certificates: [...made.certificates, reader.certificate] }))).toBe('bad-request');
    expect(await refusal(officer.propose(statement, { ...made, certificates: [new Uint8Array(100) as Bytes] }))).toBe('packet-framing');
    expect((await officer.propose(statement, made)).state).toBe('appended');
  });

  test('a later officer gets an epoch by grant', async () => {
    const epoch = await rotateAndConfirm(security[0]!, officer);
    const [late] = (await people(1)) as [EnrolledPerson];
    expect((await gathered(draft.officerAdmit(await context(), member, late.key, 'officer'), [security[0]!, security[1]!, late])).state).toBe('appended');
    expect(await refusal(late.hub.call(membershipRoutes.epochPackage, { params: { epoch } }))).toBe('not-found');
    const sealed = await security[0]!.keyring.grantEpoch(network, epoch, { officer: late.officer, certificate: late.certificate });
    const statement = draft.epochGrant(await context(), member, epoch, late.officer, await sha256Hex(sealed));
    expect((await security[0]!.propose(statement, { packages: [{ officer: late.officer, sealed }] })).state).toBe('appended');
    expect(Buffer.from(await late.hub.call(membershipRoutes.epochPackage, { params: { epoch } }))).toEqual(Buffer.from(sealed));
  });
});

describe('leaving', () => {
  test('a removal waits for sends that began before it, and ends what the officer had', async () => {
    const [a, b, c] = security as [EnrolledPerson, EnrolledPerson, EnrolledPerson];
    const proposal = await a.propose(draft.officerRemove(await context(), member, officer.officer));
    const order: string[] = [];
    let removal: Promise<unknown> | undefined;
    await hub.database.transaction(async (tx) => {
      expect((await hub.trust.standingIn(tx, officer.officer)).role).toBe('officer');
      expect((await hub.trust.mailboxIn(tx, member))?.epoch).not.toBeNull();
      removal = b.sign(proposal).then(() => order.push('removal'));
      await new Promise((resolve) => setTimeout(resolve, 300));
      order.push('send');
    }, 'system');
    await removal;
    expect(order).toEqual(['send', 'removal']);
    const left = await hub.database.transaction((tx) => tx.query<{ officer: string }>('SELECT officer FROM account a WHERE retired IS NULL AND EXISTS (SELECT FROM credential WHERE account = a.id)'), 'system');
    expect(left.map((row) => row.officer)).toContain(reader.officer);
    expect(left.map((row) => row.officer)).not.toContain(officer.officer);
    expect(await hub.trust.standing(officer.officer)).toEqual({ role: 'pending', member: null, certificate: null, sends: false });
    await hub.database.transaction(async (tx) => {
      expect((await hub.trust.standingIn(tx, officer.officer)).role).toBe('pending');
      expect((await hub.trust.mailboxIn(tx, member))?.epoch).toBeNull();
      expect(await hub.trust.mailboxIn(tx, crypto.randomUUID())).toBeNull();
    }, 'system');
    const next = await rotateAndConfirm(c, reader);
    expect((await hub.trust.mailboxes()).find((box) => box.member === member)?.epoch?.id).toBe(next);
    expect(await refusal(officer.hub.call(membershipRoutes.epochPackage, { params: { epoch: next } }))).toBe('not-allowed');
  });

  test('two security officers remain', async () => {
    const [a, b, c] = security as [EnrolledPerson, EnrolledPerson, EnrolledPerson];
    expect((await gathered(draft.officerRemove(await context(), member, c.officer), [a, b])).state).toBe('appended');
    expect(await refusal(a.propose(draft.officerRemove(await context(), member, b.officer)))).toBe('quorum-would-be-lost');
  });
});

// A hub that lies about the logs: rewritten, forked, extended by nobody who may. The reader refuses, and keeps what proves it.
import { beforeAll, describe, expect, test } from '@jest/globals';
import { LogRefused, newThread, openThread } from '#client';
import { statementBytes, toBase64Url, toHex, type Bytes, type Statement } from '#protocol';
import { leafHash, rangeRoot, treeRoot, type TreeHead } from '#transparency-log';
import { draft, treeHeadOf } from '#trust';
import type { Lies } from './support/lying-hub.ts';
import { MemoryTree } from './support/memory-tree.ts';
import { SealedWorld, type WorldMember } from './support/sealed-world.ts';
import { makePerson, someHash, type Person, type TrustNetwork } from './support/trust-network.ts';
import { detailIn, failuresIn, failuresWith, openWith, readerOf, sent } from './support/world-reader.ts';

let world: SealedWorld;
let sender: WorldMember;
let receiver: WorldMember;
let stranger: WorldMember;

beforeAll(async () => {
  world = await SealedWorld.make();
  [sender, receiver, stranger] = world.members;
}, 60_000);

const theirPlace = () => newThread(stranger.id, [receiver.id]);

/** What the hub can sign by itself: its log with leaves that no quorum signed. */
async function extended(network: TrustNetwork, ...leaves: Bytes[]): Promise<Lies> {
  const all = [...network.leaves, ...leaves];
  const note = await network.checkpoint([], { size: all.length, root: treeRoot(all) });
  return {
    checkpoint: (honest, { params }) => (params.log === 'trust' ? note : honest),
    trustEntries: (_, { query }) => ({ size: all.length, entries: all.slice(query.from, query.from + query.limit).map(toBase64Url) }),
  };
}

/** Why the log's replay stops at such a statement, once the hub has put it in and signed the tree. */
async function refusalOf(statement: Statement, signers: readonly Person[]): Promise<string> {
  const { place } = await sent(world);
  const { hub, session } = await readerOf(world);
  hub.lies = await extended(world.network, await world.network.leaf(statement, signers));
  expect(failuresIn(await openThread(session, place.thread))).toEqual(['log-refused']);
  const refused = (await session.trust.sync().catch((error: unknown) => error)) as LogRefused;
  return refused.refusal.kind === 'entry' ? refused.refusal.refusal.code : refused.refusal.kind;
}

describe('the audit log', () => {
  test('without its proof: not yet anchored', async () => {
    const { place } = await sent(world);
    expect(await failuresWith(world, place, { auditAnchors: ({ items }) => ({ items: items.map(({ entry }) => ({ entry, anchor: null })) }) })).toEqual(['not-yet-anchored']);
  });

  test('another commitment', async () => {
    const { place } = await sent(world);
    expect(await failuresWith(world, place, { fetchMessage: (sealed) => ({ ...sealed, commitment: '00'.repeat(32) }) })).toEqual(['commitment-mismatch']);
    const told = world.newPlace();
    const header = world.header(sender, told);
    await world.accept(header, await world.seal(header, sender.officers[0]), { commitment: '00'.repeat(32) });
    expect(await failuresWith(world, told, {})).toEqual(['commitment-mismatch']);
  });

  test.each<[string, Lies, string]>([
    ['an entry of another time', { fetchMessage: (sealed) => ({ ...sealed, audit: { ...sealed.audit, entry: { ...sealed.audit.entry, time: '2026-01-01T00:00:00.000Z' } } }) }, 'inclusion: root-mismatch'],
    ['another place', { auditAnchors: ({ items }) => ({ items: items.map((one) => ({ ...one, anchor: one.anchor && { ...one.anchor, index: one.anchor.index === 0 ? 1 : 0 } })) }) }, 'inclusion'],
    ['an altered proof', { auditAnchors: ({ items }) => ({ items: items.map((one) => ({ ...one, anchor: one.anchor && { ...one.anchor, inclusion: one.anchor.inclusion.map(() => someHash()) } })) }) }, 'inclusion: root-mismatch'],
    ['a checkpoint by another key', { auditAnchors: ({ items }) => ({ items: items.map((one) => ({ ...one, anchor: one.anchor && { ...one.anchor, checkpoint: one.anchor.checkpoint.replace('/audit', '/other') } })) }) }, 'origin-mismatch'],
  ])('%s', async (_, lies, detail) => {
    const { place } = await sent(world);
    const thread = await openWith(world, place, lies);
    expect(failuresIn(thread)).toEqual(['audit-proof-refused']);
    expect(detailIn(thread)).toContain(detail);
  });

  test('an entry about another act', async () => {
    const { place } = await sent(world);
    const other = await sent(world);
    expect(await failuresWith(world, place, { fetchMessage: (sealed) => ({ ...sealed, audit: { id: other.message.audit, entry: other.message.entry } }) })).toEqual(['commitment-mismatch']);
    const actor = { officer: sender.officers[1].officer, member: sender.id };
    expect(await failuresWith(world, place, { fetchMessage: (sealed) => ({ ...sealed, audit: { ...sealed.audit, entry: { ...sealed.audit.entry, actor } } }) })).toEqual(['audit-entry-mismatch']);
  });

  test('a checkpoint that does not extend the last one', async () => {
    const { place } = await sent(world);
    const { hub, session } = await readerOf(world);
    expect(failuresIn(await openThread(session, place.thread))).toEqual(['verified']);
    const forked = new MemoryTree();
    for (let i = 0; i <= world.tree.head.size; i++) forked.append(new Uint8Array(32).fill(i + 1));
    const kept = new Map(world.checkpoints);
    const note = await world.checkpoint(treeHeadOf(world.network.state), forked.head);
    world.checkpoints.clear();
    for (const [size, one] of kept) world.checkpoints.set(size, one);
    hub.lies = { checkpoint: (honest, { params }) => (params.log === 'audit' ? note : honest), consistency: async (_, { query }) => ({ proof: (await forked.consistency(query.from, query.to)).map(toHex) }) };
    const thread = await openThread(session, place.thread);
    expect(failuresIn(thread)).toEqual(['log-refused']);
    const refusal = await session.audit.sync().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(LogRefused);
    expect((refusal as LogRefused).evidence).toHaveLength(2);
  });

  test('a checkpoint whose trust log goes back', async () => {
    const { place } = await sent(world);
    const { session, hub } = await readerOf(world);
    await openThread(session, place.thread);
    world.tree.append(new Uint8Array(32));
    const note = await world.checkpoint({ size: 1, root: treeRoot(world.network.leaves.slice(0, 1)) });
    expect(failuresIn(await openThread(session, place.thread))).toEqual(['log-refused']);
    hub.lies = { checkpoint: (honest, { params }) => (params.log === 'audit' ? note : honest) };
    await expect(session.audit.sync()).rejects.toMatchObject({ refusal: { kind: 'inconsistent' } });
    await world.checkpoint();
  });
});

describe('the sender’s role, by the logs', () => {
  let officer: Person;
  let before: TreeHead;
  beforeAll(async () => {
    officer = await makePerson();
    await world.network.append(draft.officerAdmit(world.network.context, stranger.id, officer.key, 'officer'), [...stranger.officers, officer]);
    before = treeHeadOf(world.network.state);
    await world.network.append(draft.officerRemove(world.network.context, stranger.id, officer.officer), [...stranger.officers]);
  });
  const inTheirName = () => ({ sender: { member: stranger.id, officer: officer.officer, certificate: officer.key.certificate } });

  test('a backdated message of a removed officer', async () => {
    const place = theirPlace();
    const header = world.header(stranger, place, { ...inTheirName(), trust: { size: before.size, root: toHex(before.root) }, created: '2026-03-01T10:00:00.000Z' });
    await world.accept(header, await world.seal(header, officer));
    const thread = await openWith(world, place);
    expect(failuresIn(thread)).toEqual(['no-role-when-accepted']);
    expect(thread.messages[0]!.notes).toContain('written-earlier');
    expect(thread.messages[0]!.notes).toContain('sender-removed-since');
  });

  test('a message of a removed officer, not backdated', async () => {
    const place = theirPlace();
    const header = { ...world.header(stranger, place), ...inTheirName() };
    const recipients = header.recipients.map((one) => (one.member === stranger.id ? { member: stranger.id, pending: true as const } : one));
    await world.accept({ ...header, recipients }, await world.seal({ ...header, recipients }, officer));
    expect(await failuresWith(world, place, {})).toEqual(['no-role-when-written']);
  });

  test('a sender who had seen another history', async () => {
    const trust = { size: before.size, root: '00'.repeat(32) };
    const place = world.newPlace();
    const header = world.header(sender, place, { trust });
    await world.accept(header, await world.seal(header, sender.officers[0]));
    expect(await failuresWith(world, place, {})).toEqual(['other-history']);
    const ahead = world.newPlace();
    const later = world.header(sender, ahead, { trust: { size: before.size + 100, root: '00'.repeat(32) } });
    await world.accept(later, await world.seal(later, sender.officers[0]));
    expect(await failuresWith(world, ahead, {})).toEqual(['other-history']);
  });
});

describe('the trust log', () => {
  test('a ghost officer: admitted by nobody who may', async () => {
    const ghost = await makePerson();
    const { context } = world.network;
    expect(await refusalOf(draft.officerAdmit(context, receiver.id, ghost.key, 'officer'), [receiver.officers[0], ghost])).toBe('too-few-signatures');
    expect(await refusalOf(draft.officerAdmit(context, receiver.id, ghost.key, 'officer'), [...world.network.secretariat.slice(0, 2), ghost])).toBe('wrong-role');
  });

  test('a ghost epoch: rotated by nobody who may', async () => {
    const rotation = await world.network.rotation(receiver.id);
    expect(await refusalOf(rotation, [stranger.officers[0]])).toBe('wrong-role');
    expect(await refusalOf(draft.epochConfirm(world.network.context, receiver.id, receiver.epoch.id), [receiver.officers[1]])).toBe('epoch-not-pending');
  });

  test('a statement of another network', async () => {
    const person = await makePerson();
    const statement = { ...draft.officerAdmit(world.network.context, receiver.id, person.key, 'officer'), network: 'ab'.repeat(32) };
    expect(await refusalOf(statement, [...receiver.officers, person])).toBe('wrong-network');
  });

  test('a statement with a stale roster head', async () => {
    const person = await makePerson();
    const statement = { ...draft.officerAdmit(world.network.context, receiver.id, person.key, 'officer'), head: toHex(leafHash(statementBytes(draft.epochConfirm(world.network.context, receiver.id, receiver.epoch.id)))) };
    expect(await refusalOf(statement, [...receiver.officers, person])).toBe('stale-head');
  });

  test('a checkpoint that does not extend the last one', async () => {
    const { place } = await sent(world);
    const { hub, session } = await readerOf(world);
    await openThread(session, place.thread);
    const fork = world.network.fork();
    const [one, other] = [await makePerson(), await makePerson()];
    fork.leaves.pop();
    const leaf = await world.network.leaf(draft.officerAdmit(world.network.context, receiver.id, one.key, 'officer'), [...receiver.officers, one]);
    const second = await world.network.leaf(draft.officerAdmit(world.network.context, stranger.id, other.key, 'officer'), [...stranger.officers, other]);
    hub.lies = await extended(fork, leaf, second);
    expect(failuresIn(await openThread(session, place.thread))).toEqual(['log-refused']);
    const refused = (await session.trust.sync().catch((error: unknown) => error)) as LogRefused;
    expect(refused.refusal.kind).toBe('inconsistent');
    expect(refused.evidence).toHaveLength(2);
    expect(toHex(rangeRoot(session.trust.state.tree.range))).toBe(toHex(treeHeadOf(world.network.state).root));
  });

  test('the log of another network', async () => {
    const other = await SealedWorld.make();
    const { place } = await sent(world);
    const { hub, session } = await readerOf(world);
    hub.lies = { checkpoint: (honest, { params }) => (params.log === 'trust' ? other.network.checkpoint() : honest), trustEntries: (_, { query }) => ({ size: other.network.leaves.length, entries: other.network.leaves.slice(query.from, query.from + query.limit).map(toBase64Url) }) };
    expect(failuresIn(await openThread(session, place.thread))).toEqual(['log-refused']);
  });
});

// The two kinds that no officer of a known roster signs: the log's beginning and its clock.
import { beforeAll, describe, expect, test } from '@jest/globals';
import { canonicalBytes, parseTrustEntry, trustEntryBytes, type Json, type Statement, type StatementOf } from '#protocol';
import { draft } from './draft.ts';
import { replay } from './replay.ts';
import { EMPTY_STATE } from './state.ts';
import { makeNoteSigner, makePerson, someHash, TrustNetwork, type NetworkShape } from '../../../test/support/trust-network.ts';

const DAY = 24 * 3600 * 1000;
const HOUR = 3600 * 1000;

async function genesisVerdict(shape: NetworkShape, change: (body: StatementOf<'network.genesis'>['body']) => object = () => ({})) {
  const { network, genesis } = await TrustNetwork.prepare(shape);
  const statement = { ...genesis, body: { ...genesis.body, ...change(genesis.body) } } as Statement;
  return (await network.offer(await network.leaf(statement, network.secretariat)))?.code ?? 'taken';
}

describe('network.genesis', () => {
  test('is taken once, first, signed by all founders', async () => {
    const { network, genesis } = await TrustNetwork.prepare();
    const leaf = await network.leaf(genesis, network.secretariat);
    expect((await network.offer(await network.leaf(genesis, network.secretariat.slice(1))))?.code).toBe('not-co-signed');
    expect((await network.offer(await network.leaf(genesis, [...network.secretariat, await makePerson()])))?.code).toBe('unknown-certificate');
    expect(await network.offer(leaf)).toBeNull();
    expect((await network.offer(leaf))?.code).toBe('genesis-repeated');
    expect(network.state.network).toMatchObject({ threshold: 2, demonstration: false });
  });

  test('nothing comes before it', async () => {
    const network = await TrustNetwork.begin();
    const founders = [await makePerson(), await makePerson()];
    const statement = draft.memberAdmit(network.context, crypto.randomUUID(), crypto.randomUUID(), founders.map(({ key }) => key));
    const leaf = await network.leaf(statement, [...network.secretariat, ...founders]);
    expect((await replay(EMPTY_STATE, [leaf], { signers: network.signers, network: null })).refusal?.code).toBe('genesis-missing');
    const time = await network.leaf(draft.logTime(network.context, await network.checkpoint(), network.now), []);
    expect((await replay(EMPTY_STATE, [time], { signers: network.signers, network: null })).refusal?.code).toBe('genesis-missing');
  });

  test('a threshold of one exists in a demonstration only; impossible numbers nowhere', async () => {
    expect(await genesisVerdict({ threshold: 1 })).toBe('threshold-one');
    expect(await genesisVerdict({ threshold: 1, demonstration: true })).toBe('taken');
    expect(await genesisVerdict({ secretariat: 2, threshold: 3 })).toBe('threshold-impossible');
    expect(await genesisVerdict({ witnesses: 1, policy: 2 })).toBe('threshold-impossible');
  });

  test('keys and certificates differ from one another', async () => {
    expect(await genesisVerdict({}, ({ logs }) => ({ logs: { trust: logs.trust, audit: logs.trust } }))).toBe('keys-repeat');
    expect(await genesisVerdict({ witnesses: 2 }, ({ witnesses }) => ({ witnesses: [witnesses[0], witnesses[0]] }))).toBe('keys-repeat');
    expect(await genesisVerdict({}, ({ secretariat: [a, ...rest] }) => ({ secretariat: [a, { ...a, officer: crypto.randomUUID() }, ...rest] }))).toBe('certificate-in-use');
  });

  test('keys that end alike behind a plus of base64 are different keys', async () => {
    const logs = { trust: `a/trust+0badc0de+${'b'.repeat(42)}+A`, audit: `a/audit+0badc0de+${'c'.repeat(42)}+A` };
    expect(await genesisVerdict({}, () => ({ logs }))).not.toBe('keys-repeat');
  });

  test('of another network is not the one whose phrase was compared', async () => {
    const ours = await TrustNetwork.begin();
    const theirs = await TrustNetwork.begin();
    const context = { signers: theirs.signers, network: ours.state.network!.id };
    const answer = await replay(EMPTY_STATE, theirs.leaves, context);
    expect(answer.refusal).toMatchObject({ code: 'wrong-network', index: 0 });
    expect(answer.state).toBe(EMPTY_STATE);
  });
});

const offerTime = async (network: TrustNetwork, checkpoint: string, change: object = {}) => {
  const statement = { ...draft.logTime(network.context, checkpoint, network.now), ...change } as Statement;
  return (await network.offer(await network.leaf(statement, [])))?.code ?? 'taken';
};

describe('log.time', () => {
  let base: TrustNetwork;
  beforeAll(async () => {
    base = await TrustNetwork.begin({ witnesses: 3, policy: 2 });
    await base.admitMember([await makePerson(), await makePerson()]);
  });

  test('moves the clock to what the policy’s number of witnesses vouch for', async () => {
    const network = base.fork();
    expect(await offerTime(network, await network.checkpoint())).toBe('taken');
    expect(network.state.clock).toEqual({ time: network.now, at: 2, size: 2 });
  });

  test('needs the policy’s number of different witnesses, and the log’s signature', async () => {
    const network = base.fork();
    const [a, b] = network.witnesses;
    expect(await offerTime(network.fork(), await network.checkpoint([a!]))).toBe('not-cosigned');
    expect(await offerTime(network.fork(), await network.checkpoint([a!, a!]))).toBe('not-cosigned');
    expect(await offerTime(network.fork(), await network.checkpoint([a!, b!]))).toBe('taken');
    expect(await offerTime(network.fork(), await network.checkpoint([a!, await makeNoteSigner('stranger.test')]))).toBe('not-cosigned');
    const otherLog = Object.assign(network.fork(), { log: await makeNoteSigner(network.log.key.name) });
    expect(await offerTime(network.fork(), await otherLog.checkpoint())).toBe('checkpoint-invalid');
    expect(await offerTime(network.fork(), 'no note')).toBe('checkpoint-invalid');
  });

  test('one witness with a fast clock does not move it, nor one with a slow clock hold it', async () => {
    const network = base.fork();
    const [a, b, c] = network.witnesses;
    const stamped = async (witness: typeof a, offset: number) => {
      const early = network.fork();
      early.now += offset;
      return (await early.checkpoint([witness!])).trimEnd().split('\n').at(-1)!;
    };
    const note = `${await network.checkpoint([a!])}${await stamped(b, 30 * DAY)}\n${await stamped(c, -30 * DAY)}\n`;
    expect(await offerTime(network, note)).toBe('taken');
    expect(network.state.clock?.time).toBe(network.now);
  });

  test('without witnesses the log’s own time counts', async () => {
    const network = await TrustNetwork.begin({ demonstration: true });
    await network.tick();
    expect(network.state.clock?.time).toBe(network.now);
    network.now += HOUR;
    const unstamped = (await network.checkpoint()).split('\n').filter((line, i, lines) => !(line.startsWith('—') && i === lines.length - 2)).join('\n');
    expect(await offerTime(network, unstamped)).toBe('not-cosigned');
  });

  test('quotes an earlier checkpoint of this very log', async () => {
    const network = base.fork();
    const { size, root } = { size: 2, root: new Uint8Array(32) };
    expect(await offerTime(network.fork(), await network.checkpoint(network.witnesses, { size, root }))).toBe('checkpoint-differs');
    expect(await offerTime(network.fork(), await network.checkpoint(network.witnesses, { size: 3, root }))).toBe('checkpoint-not-earlier');
    expect(await offerTime(network.fork(), await network.checkpoint(network.witnesses, { size: 0, root }))).toBe('checkpoint-not-earlier');
    const early = await base.fork().checkpoint();
    await network.tick();
    await network.tick();
    expect(await offerTime(network, early)).toBe('checkpoint-not-earlier');
  });

  test('never goes back', async () => {
    const network = base.fork();
    await network.tick();
    network.now -= 1000;
    expect(await offerTime(network, await network.checkpoint())).toBe('log-time-goes-back');
    network.now += 1000;
    expect(await offerTime(network, await network.checkpoint())).toBe('taken');
  });

  test('has its own roster’s head, this network, and an expiry by the time it brings', async () => {
    const network = base.fork();
    const note = await network.checkpoint();
    expect(await offerTime(network.fork(), note, { head: someHash() })).toBe('stale-head');
    expect(await offerTime(network.fork(), note, { network: someHash() })).toBe('wrong-network');
    expect(await offerTime(network.fork(), note, { expires: new Date(network.now - 1).toISOString() })).toBe('expired');
    expect(await offerTime(network.fork(), note, { expires: new Date(network.now + 8 * DAY).toISOString() })).toBe('expiry-too-late');
  });

  test('starts the clock again after a standstill of any length', async () => {
    const network = base.fork();
    await network.tick();
    network.now += 400 * DAY;
    expect(await offerTime(network, await network.checkpoint())).toBe('taken');
  });

  test('nobody signs it, and no fields are added', async () => {
    const network = base.fork();
    const statement = draft.logTime(network.context, await network.checkpoint(), network.now);
    expect((await network.offer(await network.leaf(statement, [network.secretariat[0]!])))?.code).toBe('wrong-role');
    const entry = parseTrustEntry(await network.leaf(statement, []));
    expect((await network.offer(canonicalBytes({ ...entry, note: 1 } as unknown as Json)))?.code).toBe('not-an-entry');
    expect(await network.offer(trustEntryBytes(entry))).toBeNull();
    expect((await network.offer(trustEntryBytes(entry)))?.code).toBe('stale-head');
  });
});

// Officers for a time: when their term ends, by whom it is changed, and what that does to epochs.
import { beforeAll, describe, expect, test } from '@jest/globals';
import { canonicalText, parseCanonical, statementBytes, type Json } from '#protocol';
import { awaitsClock } from './await-clock.ts';
import { draft } from './draft.ts';
import { stateFromJson, stateToJson } from './state-json.ts';
import { TrustAt } from './trust-at.ts';
import { REKEY_WAIT_MS, SUSPENSION_MS } from './wait.ts';
import { rekeyed } from '../../../test/support/member-stage.ts';
import { makePeople, makePerson, TrustNetwork, type Person } from '../../../test/support/trust-network.ts';

const DAY = 24 * 3600 * 1000;

let base: TrustNetwork;
let member: string;
let a: Person, b: Person, c: Person, temporary: Person;
let ends: string;

beforeAll(async () => {
  base = await TrustNetwork.begin();
  [a, b, c, temporary] = (await makePeople(4)) as [Person, Person, Person, Person];
  member = await base.admitMember([a, b, c]);
  await base.tick();
  ends = new Date(base.now + 30 * DAY).toISOString();
  await base.append(draft.officerAdmit(base.context, member, temporary.key, 'officer', ends), [a, b, temporary]);
  await base.rotateAndConfirm(member, a, temporary);
});

const at = (network: TrustNetwork, size?: number) => new TrustAt(network.state, size);
const later = (milliseconds: number, network = base.fork()) => Object.assign(network, { now: network.now + milliseconds });

describe('a term', () => {
  test('ends at the log.time that shows its day, not before: the officer is removed and the epoch stale', async () => {
    const network = later(30 * DAY - 1000);
    await network.tick();
    expect(at(network).sendingStanding(temporary.key.certificate)).toBe('may-send');
    expect(at(network).currentEpoch(member).standing).toBe('current');
    network.now += 1000;
    await network.tick();
    const end = network.leaves.length - 1;
    expect([end, end + 1].map((size) => at(network, size).sendingStanding(temporary.key.certificate))).toEqual(['may-send', 'removed']);
    expect([end, end + 1].map((size) => at(network, size).currentEpoch(member).standing)).toEqual(['current', 'stale']);
    expect(at(network).officersOf(member).map(({ id }) => id)).not.toContain(temporary.officer);
    expect(at(network).officer(temporary.officer)?.officer).toMatchObject({ removedAt: end, compromisedSince: null });
    expect(network.state.timed).toEqual([]);
  });

  test('drafts from before its end are stale after it, and the officer signs nothing more', async () => {
    const network = later(29 * DAY);
    await network.tick();
    const before = draft.officerSuspend(network.context, member, temporary.officer);
    later(DAY, network);
    await network.tick();
    expect(await network.verdict(before, [a])).toBe('stale-head');
    expect(await network.verdict(draft.memberFreeze(network.context, member), [temporary])).toBe('removed-signer');
  });

  test('is another’s to change: longer, shorter, or without an end, with the same role', async () => {
    const network = base.fork();
    const { context } = network;
    const longer = new Date(network.now + 60 * DAY).toISOString();
    expect(await network.fork().verdict(draft.officerRole(context, member, temporary.officer, 'officer', ends), [a, b])).toBe('nothing-changes');
    await network.append(draft.officerRole(context, member, temporary.officer, 'officer', longer), [a, b]);
    later(31 * DAY, network);
    await network.tick();
    expect(at(network).canSend(temporary.key.certificate)).toBe(true);
    await network.append(draft.officerRole(network.context, member, temporary.officer, 'officer'), [a, b]);
    expect(at(network).officer(temporary.officer)?.officer.ends).toBeNull();
    later(60 * DAY, network);
    await network.tick();
    expect(at(network).canSend(temporary.key.certificate)).toBe(true);
    expect(at(network, base.leaves.length).officer(temporary.officer)?.officer.ends).toBe(Date.parse(ends));
  });

  test('is nobody’s who is security officer, and does not begin when it is over', async () => {
    const network = base.fork();
    const over = new Date(network.now).toISOString();
    const fresh = await makePerson();
    expect(await network.fork().verdict(draft.officerAdmit(network.context, member, fresh.key, 'security', ends), [a, b, fresh])).toBe('end-not-possible');
    expect(await network.fork().verdict(draft.officerRole(network.context, member, temporary.officer, 'security', ends), [a, b])).toBe('end-not-possible');
    expect(await network.fork().verdict(draft.officerAdmit(network.context, member, fresh.key, 'officer', over), [a, b, fresh])).toBe('end-passed');
    expect(await network.verdict(draft.officerRole(network.context, member, temporary.officer, 'reader', over), [a, b])).toBe('end-passed');
  });

  test('ends while the member is suspended or frozen, and before a rekey that is due with it', async () => {
    const suspended = later(28 * DAY);
    await suspended.tick();
    await suspended.append(draft.memberSuspend(suspended.context, member), suspended.secretariat.slice(0, 2));
    later(2 * DAY, suspended);
    await suspended.tick();
    expect(at(suspended).sendingStanding(temporary.key.certificate)).toBe('removed');

    const network = later(30 * DAY - REKEY_WAIT_MS);
    await network.tick();
    const anew = await rekeyed(temporary);
    await network.append(draft.officerRekey(network.context, member, anew.key), [a, b, anew]);
    await network.wait(REKEY_WAIT_MS);
    expect(at(network).sendingStanding(anew.key.certificate)).toBe('not-yet-admitted');
    expect(network.state.members.get(member)!.waits).toMatchObject([{ end: 'void' }]);
  });

  test('survives the cache, and a key that is replaced', async () => {
    const anew = await rekeyed(temporary);
    const network = base.fork();
    await network.append(draft.officerRekey(network.context, member, anew.key), [a, b, anew]);
    await network.wait(REKEY_WAIT_MS);
    expect(at(network).officer(temporary.officer)?.officer.ends).toBe(Date.parse(ends));
    expect(stateFromJson(stateToJson(network.state))).toEqual(network.state);
  });

  test('left out of a statement it leaves no trace: what was signed before reads as it did', () => {
    const statement = draft.officerRole(base.context, member, temporary.officer, 'reader');
    expect(canonicalText(parseCanonical(statementBytes(statement)) as Json)).toContain('"body":{"role":"reader"}');
  });
});

describe('the clock is awaited', () => {
  test('by a term on its day, by a suspension that has not begun to run and by one that is due, and by nothing else', async () => {
    const network = base.fork();
    expect(awaitsClock(network.state, Date.parse(ends) - 1)).toBe(false);
    expect(awaitsClock(network.state, Date.parse(ends))).toBe(true);
    await network.append(draft.officerSuspend(network.context, member, c.officer), [a]);
    expect(awaitsClock(network.state, network.now)).toBe(true);
    await network.tick();
    expect(awaitsClock(network.state, network.now)).toBe(false);
    expect(awaitsClock(network.state, network.now + SUSPENSION_MS)).toBe(true);
    later(SUSPENSION_MS, network);
    await network.tick();
    expect(awaitsClock(network.state, network.now)).toBe(false);
  });

  test('not by what is due and held up', async () => {
    const network = base.fork();
    const anew = await rekeyed(temporary);
    await network.append(draft.officerRekey(network.context, member, anew.key), [a, b, anew]);
    await network.tick();
    await network.append(draft.memberSuspend(network.context, member), network.secretariat.slice(0, 2));
    expect(awaitsClock(network.state, network.now + REKEY_WAIT_MS)).toBe(false);
  });
});

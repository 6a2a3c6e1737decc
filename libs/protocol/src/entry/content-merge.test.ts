// Changes that meet: whatever two people do to an entry, nothing of either is lost without being named.
import { describe, expect, test } from '@jest/globals';
import type { AuthorityContent, ContentValue } from '../directory-content.ts';
import { CONTENT_PARTS, diffContent, emptyContent, sameValue } from './content-diff.ts';
import { approvalsNeeded, mergeContent, withProvenance } from './content-merge.ts';

/** Numbers from 0 to below `bound`, the same at each run. */
function dice(seed: number): (bound: number) => number {
  let state = seed * 2654435761 + 1;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % bound;
  };
}

const provenance = { source: 'test', date: null };
const name = (id: string, text: string) => ({ id, visibility: 'public' as const, provenance, name: text, language: 'en', kind: 'alias' as const });
const parent = (id: string) => ({ id, visibility: 'public' as const, provenance, authority: null, name: `ministry ${id}`, language: 'en' });
const contact = (id: string, text: string) => ({ id, visibility: 'public' as const, provenance, kind: 'email' as const, purpose: 'general' as const, value: text });

function entry(count: number): AuthorityContent {
  const ids = Array.from({ length: count }, (_, n) => `v${n}`);
  return { ...emptyContent('KE', 'court'), names: ids.map((id) => name(`n${id}`, `name ${id}`)), contacts: ids.map((id) => contact(`c${id}`, `address ${id}`)) };
}

/** Changes, removes and adds some values. `who` marks what came from whom. */
function edited(content: AuthorityContent, roll: (bound: number) => number, who: string): AuthorityContent {
  const change = <T extends ContentValue>(list: readonly T[], renamed: (item: T) => T, added: (id: string) => T): T[] => {
    const kept = list.flatMap((item) => (roll(6) === 0 ? [] : roll(4) === 0 ? [renamed(item)] : [item]));
    return roll(2) === 0 ? [...kept, added(`${who}${roll(1000)}`)] : kept;
  };
  return {
    ...content,
    kind: roll(5) === 0 ? 'ministry' : content.kind,
    names: change(content.names, (item) => ({ ...item, name: `${item.name} ${roll(2) === 0 ? who : 'alike'}` }), (id) => name(`n${id}`, id)),
    contacts: change(content.contacts, (item) => ({ ...item, value: `${item.value} ${roll(2) === 0 ? who : 'alike'}` }), (id) => contact(`c${id}`, id)),
  };
}

const asSet = (content: AuthorityContent) => ({ ...content, ...Object.fromEntries(CONTENT_PARTS.map((part) => [part, (content[part] as ContentValue[]).toSorted((a, b) => (a.id < b.id ? -1 : 1))])) });
const changesOf = (before: AuthorityContent, after: AuthorityContent) => new Map(diffContent(before, after).map((change) => [`${change.part} ${change.id}`, change.after]));

describe.each(Array.from({ length: 200 }, (_, seed) => seed))('seed %i', (seed) => {
  const roll = dice(seed);
  const base = entry(1 + roll(6));
  const [mine, theirs] = [edited(base, roll, 'mine'), edited(base, roll, 'theirs')];

  test('every change of both is in the result, or named', () => {
    const { content, conflicts } = mergeContent(base, theirs, mine);
    const named = new Set(conflicts.map(({ part, id }) => `${part} ${id}`));
    const result = changesOf(base, content);
    for (const [key, after] of changesOf(base, theirs)) expect([key, result.get(key)]).toEqual([key, after]);
    for (const [key, after] of changesOf(base, mine)) if (!named.has(key)) expect([key, result.get(key)]).toEqual([key, after]);
    expect([...result.keys()].every((key) => changesOf(base, mine).has(key) || changesOf(base, theirs).has(key))).toBe(true);
    for (const { current, proposed } of conflicts) expect(sameValue(current, proposed)).toBe(false);
  });

  test('it does not matter who comes first', () => {
    const [one, other] = [mergeContent(base, theirs, mine), mergeContent(base, mine, theirs)];
    expect(one.conflicts.map(({ id }) => id).toSorted()).toEqual(other.conflicts.map(({ id }) => id).toSorted());
    if (one.conflicts.length === 0) expect(asSet(one.content)).toEqual(asSet(other.content));
  });

  test('nothing is added to nothing', () => {
    expect(asSet(mergeContent(base, base, mine).content)).toEqual(asSet(mine));
    expect(asSet(mergeContent(base, theirs, base).content)).toEqual(asSet(theirs));
    expect(mergeContent(base, mine, mine)).toMatchObject({ conflicts: [] });
  });
});

test('names stand in the order proposed, those that came meanwhile after them', () => {
  const base = entry(3);
  const [a, b, c] = base.names as [ReturnType<typeof name>, ReturnType<typeof name>, ReturnType<typeof name>];
  const merged = mergeContent(base, { ...base, names: [a, b, c, name('new', 'new')] }, { ...base, names: [c, a, b] });
  expect(merged.content.names.map(({ id }) => id)).toEqual([c.id, a.id, b.id, 'new']);
});

test('two approve who a body is and what it is designated for, one how it is reached', () => {
  const base = entry(1);
  expect(approvalsNeeded(base, { ...base, contacts: [] })).toBe(1);
  expect(approvalsNeeded(base, { ...base, names: [] })).toBe(2);
  expect(approvalsNeeded(base, { ...base, kind: 'ministry' })).toBe(2);
  expect(approvalsNeeded(base, { ...base, contacts: [], parents: [{ id: 'p', visibility: 'public', provenance, authority: null, name: 'Ministry', language: 'en' }] })).toBe(2);
  expect(approvalsNeeded(null, base)).toBe(2);
});

test('nobody gives a value a source that it does not have', () => {
  const base = entry(2);
  const forged = { ...base, contacts: base.contacts.map((item, at) => ({ ...item, provenance: { source: 'forged', date: null }, value: at === 0 ? item.value : 'changed' })) };
  const stated = { source: 'Stated', date: '2026-01-01' };
  expect(withProvenance(base, forged, stated).contacts.map((item) => item.provenance)).toEqual([provenance, stated]);
});

test('two parents that came in two places are one value that both changed; another parent in the place of the first is none', () => {
  const base = emptyContent('KE', 'court');
  const met = mergeContent(base, { ...base, parents: [parent('theirs')] }, { ...base, parents: [parent('mine')] });
  expect(met.content.parents).toEqual([parent('theirs')]);
  expect(met.conflicts).toEqual([{ part: 'parents', id: 'mine', base: null, current: parent('theirs'), proposed: parent('mine') }]);

  const before = { ...base, parents: [parent('old')] };
  expect(mergeContent(before, before, { ...base, parents: [parent('new')] })).toEqual({ content: { ...base, parents: [parent('new')] }, conflicts: [] });
});

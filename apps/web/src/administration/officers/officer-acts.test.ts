import { describe, expect, test } from '@jest/globals';
import { actsOn } from './officer-acts.ts';

const suspension = { by: 'a', since: 1, lapses: false, due: null };
const working = { officer: 'a', suspended: null };
const suspended = { officer: 'a', suspended: suspension };

describe('acts on an officer', () => {
  test('security officers do all of them with others', () => {
    expect(actsOn(working, { officer: 'b', role: 'security' }, false)).toEqual(['attest', 'role', 'card', 'suspend', 'remove']);
    expect(actsOn(suspended, { officer: 'b', role: 'security' }, false)).toEqual(['attest', 'role', 'card', 'reinstate', 'remove']);
  });

  test('with oneself, only suspension; nobody else acts on others', () => {
    for (const role of ['security', 'officer', 'reader', 'member-auditor'] as const) expect(actsOn(working, { officer: 'a', role }, false)).toEqual(['suspend']);
    for (const role of ['officer', 'reader', 'member-auditor', 'secretariat'] as const) expect(actsOn(working, { officer: 'b', role }, false)).toEqual([]);
  });

  test('while the member is suspended, only what takes standing away', () => {
    expect(actsOn(working, { officer: 'b', role: 'security' }, true)).toEqual(['suspend', 'remove']);
    expect(actsOn(suspended, { officer: 'b', role: 'security' }, true)).toEqual(['remove']);
  });
});

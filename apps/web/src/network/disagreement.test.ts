import { expect, test } from '@jest/globals';
import type { AuthoritySummary } from '#protocol';
import { disagreementOf, disputedOf } from './disagreement.ts';

const epoch = (certificate: string) => ({ id: 'e', certificate, phrase: [], rotatedAt: 3, made: 0 });
const current = { standing: 'current', epoch: epoch('aa') } as const;
const hub = (certificate: string | null) => ({ id: 'm', canBeWrittenTo: certificate !== null, readers: 2, epoch: certificate === null ? null : { id: 'e', certificate } });

const authority = (id: string, certificate: string) => ({ id: `a ${id}`, member: { ...hub(certificate), id } }) as AuthoritySummary;

test.each([
  ['both know the same keys', current, hub('aa'), null],
  ['the hub names other keys', current, hub('bb'), 'keys'],
  ['the hub shuts what the log has open', current, hub(null), 'shut'],
  ['the hub opens what the log has shut', { standing: 'suspended', epoch: null } as never, hub('aa'), 'open'],
  ['both have it shut', { standing: 'suspended', epoch: null } as never, hub(null), null],
  ['the log knows no such member', undefined, hub('aa'), 'unknown'],
  ['the hub says nothing', current, null, null],
] as const)('%s', (_, replayed, said, expected) => expect(disagreementOf(replayed, said)).toBe(expected));

test('of many those that differ are told', () => {
  expect(disputedOf([{ id: 'm1', ...current }, { id: 'm2', ...current }], [authority('m1', 'aa'), authority('m2', 'bb'), authority('m3', 'aa')]).map(({ member, about }) => [member, about])).toEqual([['m2', 'keys'], ['m3', 'unknown']]);
});

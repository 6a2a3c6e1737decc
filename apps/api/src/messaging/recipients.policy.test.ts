import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Mailbox } from '../membership/membership.port.ts';
import { judgePackets, judgeRecipients, type LabelledPacket } from './recipients.policy.ts';

const MEMBERS = ['a', 'b', 'c', 'd'];
const mailbox = (member: string, current: boolean): Mailbox => ({
  member, authority: member, readers: 2, epoch: current ? { id: `epoch of ${member}`, certificate: `certificate of ${member}`, encryptionFingerprint: `key of ${member}` } : null,
});
const packetFor = (member: string): LabelledPacket => ({ member, epoch: `epoch of ${member}`, fingerprint: `key of ${member}` });
/** Members with an epoch; the first is the sender's own. */
const network = (current: readonly string[]) => new Map(MEMBERS.map((member) => [member, mailbox(member, current.includes(member))]));

describe('recipients of a new message', () => {
  test('are exactly the members with a current epoch: of all sets of key packets only that one passes', () => {
    fc.assert(
      fc.property(fc.subarray(MEMBERS, { minLength: 2 }), fc.subarray(MEMBERS), fc.subarray(MEMBERS), (members, current, given) => {
        const problem = judgeRecipients('a', members, given.map(packetFor), network(current));
        const wanted = members.filter((member) => current.includes(member));
        const right = members.includes('a') && current.includes('a') && wanted.join() === given.join();
        expect(problem === null).toBe(right);
      }),
    );
  });

  test.each<[string, LabelledPacket[], string]>([
    ['an older epoch', [packetFor('a'), { ...packetFor('b'), epoch: 'older' }], 'epoch-stale'],
    ['a key of another member', [packetFor('a'), { ...packetFor('b'), fingerprint: 'key of c' }], 'recipients-refused'],
    ['the same member twice', [packetFor('a'), packetFor('b'), packetFor('b')], 'recipients-refused'],
    ['a stranger', [packetFor('a'), packetFor('b'), packetFor('c')], 'recipients-refused'],
  ])('refused: %s', (_, packets, code) => {
    expect(judgeRecipients('a', ['a', 'b'], packets, network(MEMBERS))?.code).toBe(code);
  });

  test('a member that nobody knows', () => {
    expect(judgeRecipients('a', ['a', 'x'], [packetFor('a')], network(MEMBERS))?.code).toBe('thread-refused');
  });
});

test('later key packets may be some of those allowed, and no other', () => {
  expect(judgePackets(['a', 'b'], [packetFor('b')], network(MEMBERS))).toBeNull();
  expect(judgePackets(['a'], [packetFor('b')], network(MEMBERS))?.details.verdict).toBe('not-a-member-of-the-thread');
  expect(judgePackets(['b'], [packetFor('b')], network(['a']))?.code).toBe('epoch-stale');
});

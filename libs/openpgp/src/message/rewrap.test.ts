import { createHash } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import { openMessage, rewrap, rewrapByCommitment } from '#openpgp/open';
import { makeEpoch, makeSample, NETWORK, type Epoch, type Sample } from '../../testing/parties.ts';

let sample: Sample;
let later: Epoch;
beforeAll(async () => {
  sample = await makeSample();
  later = await makeEpoch();
});

const given = (change: object = {}) => ({
  network: NETWORK, message: sample.header.message, keyPackets: sample.sealed.keyPackets.map(({ bytes }) => bytes),
  bodyHash: createHash('sha256').update(sample.sealed.body).digest('hex'), commitment: sample.sealed.commitment,
  secrets: [sample.epochs[1].secret], certificate: later.certificate.bytes, ...change,
});
const reasonOf = async (change: object) => {
  const wrapped = await rewrapByCommitment(given(change));
  return wrapped.ok ? 'wrapped' : wrapped.reason;
};

test('the later certificate opens the very message, which was not at hand', async () => {
  const wrapped = await rewrapByCommitment(given());
  if (!wrapped.ok) throw new Error(wrapped.reason);
  const opened = await openMessage({
    keyPackets: [wrapped.bytes], body: sample.sealed.body, secrets: [later.secret], expected: sample.expected,
    certificateByHash: (hash) => (hash === sample.sender.certificate.hash ? sample.sender.certificate : undefined),
  });
  expect(opened).toMatchObject({ ok: true, openedWith: later.certificate.hash });
});

test('a key packet of another message, body or network is not wrapped', async () => {
  const other = await makeSample();
  expect(await reasonOf({ message: other.header.message })).toBe('commitment');
  expect(await reasonOf({ network: 'ef'.repeat(32) })).toBe('commitment');
  expect(await reasonOf({ bodyHash: '00'.repeat(32) })).toBe('commitment');
  expect(await reasonOf({ commitment: other.sealed.commitment })).toBe('commitment');
  expect(await reasonOf({ keyPackets: other.sealed.keyPackets.map(({ bytes }) => bytes) })).toBe('no-key-packet-for-me');
});

test('one bad packet does not hide a good one', async () => {
  const [, , third] = sample.epochs;
  const bad = await rewrap({ sessionKey: new Uint8Array(32), certificate: third.certificate.bytes });
  const keyPackets = [bad.bytes, sample.sealed.keyPackets[1]!.bytes];
  expect(await reasonOf({ keyPackets, secrets: [third.secret, sample.epochs[1].secret] })).toBe('wrapped');
  expect(await reasonOf({ keyPackets: [bad.bytes], secrets: [third.secret] })).toBe('commitment');
});

// Strings that break programs, wherever membership takes an id, a hash or bytes: clear refusals, never a failure.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { draft } from '#trust';
import naughty from './data/naughty-strings.json' with { type: 'json' };
import { foundNetwork, type FollowedNetwork } from './support/membership-acts.ts';
import { startMembershipHub, type EnrolledPerson, type MembershipHub } from './support/membership-hub.ts';

let hub: MembershipHub;
let network: FollowedNetwork;
let member: string;
let security: EnrolledPerson[];

beforeAll(async () => {
  hub = await startMembershipHub();
  ({ network, member, security } = await foundNetwork(hub));
}, 120_000);
afterAll(() => hub?.close(), 30_000);

const call = (path: string, method = 'GET', body?: unknown) =>
  fetch(`${hub.url}${path}`, { method, headers: { 'x-globe-client': 'tests', 'x-test-officer': security[0]!.officer, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });

test('whatever is typed where an id or hash belongs is a clear refusal', async () => {
  const statement = draft.epochConfirm(await network.context(), member, crypto.randomUUID());
  for (const text of naughty as string[]) {
    const answers = await Promise.all([
      call('/api/trust/proposals', 'POST', { id: crypto.randomUUID(), statement: { ...statement, head: text }, signature: null, certificates: [], packages: [] }),
      call('/api/trust/proposals', 'POST', { id: crypto.randomUUID(), statement, signature: null, certificates: [text], packages: [] }),
      call('/api/certificates/query', 'POST', { hashes: [text] }),
      // Longer ones do not get past the router.
      call(`/api/members/${encodeURIComponent([...text.toWellFormed()].slice(0, 10).join(''))}/officers`),
    ]);
    for (const answer of answers) {
      expect([400, 404, 414, 422]).toContain(answer.status);
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    }
  }
}, 60_000);

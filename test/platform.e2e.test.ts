// What every answer of the hub has in common, whatever was asked.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { request } from 'node:http';
import { startHub, type Hub } from './support/hub.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
}, 120_000);
afterAll(() => hub?.stop());

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

/** By node:http, since fetch would mend an address before it is sent. */
function ask(method: string, path: string, headers: Record<string, string> = {}, body = ''): Promise<Answer> {
  const { hostname, port } = new URL(hub.url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode!, type: response.headers['content-type'] ?? '', headers: response.headers, body: text }));
    });
    sent.once('error', reject).end(body);
  });
}

describe('refusals are problems (RFC 9457), those of the framework too', () => {
  test.each([
    ['an unknown address', 'GET', '/api/nothing-here', {}, '', 'not-found'],
    ['an unknown verb', 'DELETE', '/api/network', {}, '', 'not-found'],
    ['a parameter that is too long', 'GET', `/api/messages/${'a'.repeat(300)}`, {}, '', 'bad-request'],
    ['an address that is no UTF-8', 'GET', '/api/messages/%ff%fe', {}, '', 'bad-request'],
    ['a body that is no JSON', 'POST', '/api/sign-in/passphrase/start', { 'content-type': 'application/json', 'x-globe-client': 'test' }, '{', 'bad-request'],
    ['a body of another type', 'POST', '/api/sign-in/passphrase/start', { 'content-type': 'application/xml', 'x-globe-client': 'test' }, '<hello/>', 'unsupported-media-type'],
    ['a polluted prototype', 'POST', '/api/sign-in/passphrase/start', { 'content-type': 'application/json', 'x-globe-client': 'test' }, '{"__proto__":{"a":1}}', 'bad-request'],
    ['a request that another site could cause', 'POST', '/api/sign-in/passkey/start', { origin: 'https://elsewhere.example', 'x-globe-client': 'test' }, '', 'origin-refused'],
    ['a request without the client header', 'POST', '/api/sign-in/passkey/start', {}, '', 'origin-refused'],
    ['nobody signed in', 'GET', '/api/threads', {}, '', 'not-signed-in'],
  ])('%s', async (_, method, path, headers, body, code) => {
    const answer = await ask(method, path, headers, body);
    expect(answer.type).toMatch(/^application\/problem\+json(;|$)/);
    expect(JSON.parse(answer.body)).toMatchObject({ code, status: answer.status });
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.body).not.toMatch(/node_modules|\bat \w+ \(/);
  });
});

describe('the portal', () => {
  test.each(['/', '/inbox', '/sign-in', '/directory/some-id'])('answers %s with its page under its policy', async (path) => {
    const answer = await ask('GET', path);
    expect(answer.status).toBe(200);
    expect(answer.type).toMatch(/^text\/html/);
    expect(answer.headers['content-security-policy']).toMatch(/script-src 'self';.*require-trusted-types-for 'script'/);
    expect(answer.headers['content-security-policy']).not.toMatch(/unsafe-inline|unsafe-eval|https?:/);
  });

  test('lets the page that is kept for the time without a connection reach nothing', async () => {
    const { status, headers } = await ask('GET', '/kept.html');
    expect(status).toBe(200);
    expect(headers['content-security-policy']).toMatch(/default-src 'none';.*script-src 'self';.*connect-src 'none'; worker-src 'none';.*require-trusted-types-for 'script'/);
  });

  test('has its service worker looked at anew at every visit, over no wider scope than its place', async () => {
    const { status, type, headers } = await ask('GET', '/service-worker.js');
    expect([status, headers['cache-control'], headers['service-worker-allowed']]).toEqual([200, 'no-cache', undefined]);
    expect(type).toMatch(/javascript/);
    expect(headers['content-security-policy']).toMatch(/default-src 'none';.*connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'$/);
    expect(headers['content-security-policy']).not.toContain('script-src');
  });

  test('does not answer for what is missing under /assets', async () => {
    expect((await ask('GET', '/assets/nothing.js')).status).toBe(404);
  });
});

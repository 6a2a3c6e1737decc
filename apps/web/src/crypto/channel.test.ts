import { afterEach, expect, test } from '@jest/globals';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { Problem } from '#protocol';
import { Channel, Failure, type Api, type Port } from './channel.ts';

const opened: MessagePort[] = [];
afterEach(() => opened.splice(0).forEach((port) => port.close()));

const toFailure = (error: unknown) => (error instanceof Failure ? error : error instanceof Problem ? new Failure(error.code, error.details) : new Failure('failed'));

function portOf(port: MessagePort): Port {
  opened.push(port);
  return {
    postMessage: (message, transfer) => port.postMessage(message, transfer as unknown as []),
    addEventListener: (_kind, listener) => void port.on('message', (data: unknown) => listener({ data } as MessageEvent)),
  };
}

function connect<A extends Api, B extends Api>(left: A, right: B) {
  const { port1, port2 } = new MessageChannel();
  return { left: new Channel<A, B>(portOf(port1), left, toFailure), right: new Channel<B, A>(portOf(port2), right, toFailure) };
}

test('values come back to the call they belong to, in any order', async () => {
  const { left } = connect({}, { later: async (value: number) => new Promise<number>((resolve) => setTimeout(() => resolve(value), 20 - value)) });
  expect(await Promise.all([left.remote.later(1), left.remote.later(15), left.remote.later(5)])).toEqual([1, 15, 5]);
});

test('problems cross with code and details; anything else only as a fault, without its words', async () => {
  const { left } = connect({}, {
    refuse: () => { throw new Problem('too-many-requests', { retryAfter: 7 }); },
    fail: () => { throw new Error('passphrase was hunter2'); },
  });
  await expect(left.remote.refuse()).rejects.toMatchObject({ code: 'too-many-requests', details: { retryAfter: 7 } });
  const fault: unknown = await left.remote.fail().catch((error: unknown) => error);
  expect(fault).toMatchObject({ code: 'failed', details: {} });
  expect(String(fault)).not.toContain('hunter2');
});

test('only own methods are served: nothing inherited can be called from the other side', async () => {
  const { left } = connect({}, { known: () => 1 });
  const remote = left.remote as unknown as Record<string, () => Promise<unknown>>;
  for (const name of ['constructor', 'toString', '__proto__', 'unknown']) await expect(remote[name]!()).rejects.toMatchObject({ code: 'failed' });
});

test('each side calls the other, and events reach those who listen', async () => {
  const { left, right } = connect({ ask: (word: string) => `${word}!` }, { twice: (n: number) => n * 2 });
  const heard = new Promise((resolve) => left.on('progress', resolve));
  right.emit('progress', 0.5);
  expect(await heard).toBe(0.5);
  expect(await right.remote.ask('well')).toBe('well!');
  expect(await left.remote.twice(21)).toBe(42);
});

test('open calls fail when the other side is gone', async () => {
  const { left } = connect({}, { never: () => new Promise<void>(() => undefined) });
  const call = left.remote.never();
  left.abandon('worker-died');
  await expect(call).rejects.toMatchObject({ code: 'worker-died' });
});

test('whole byte arrays move instead of being copied', async () => {
  const bytes = new Uint8Array(1000).fill(7);
  const { left } = connect({}, { give: () => bytes });
  expect((await left.remote.give()).length).toBe(1000);
  expect(bytes.byteLength).toBe(0);
});

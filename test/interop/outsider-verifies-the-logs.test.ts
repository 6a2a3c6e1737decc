// A stranger with the specifications and a verifier key checks what a running hub publishes.
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startHub, type Hub } from '../support/hub.ts';
import { logWriter, type LogWriter } from '../support/log-writer.ts';
import { extendsTree, includes, openNote, treeHash, type OutsidersCheckpoint } from './outsider.ts';

const LOGS = ['trust', 'audit'] as const;
type Log = (typeof LOGS)[number];

let hub: Hub;
let writer: LogWriter;
const seen: Record<Log, OutsidersCheckpoint[]> = { trust: [], audit: [] };

async function get(path: string): Promise<Response> {
  const answer = await fetch(`${hub.url}${path}`);
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer;
}

const vkey = async (log: Log) => (await get(`/log/${log}/vkey`)).text();
const newest = async (log: Log) => openNote(await (await get(`/log/${log}/checkpoint`)).text(), await vkey(log));
const bytes = (hashes: readonly string[]) => hashes.map((hash) => Buffer.from(hash, 'hex'));

async function inclusion(log: Log, index: number, size: number): Promise<{ leaf: Buffer; proof: Buffer[] }> {
  const { leaf, proof } = (await (await get(`/log/${log}/inclusion?index=${index}&size=${size}`)).json()) as { leaf: string; proof: string[] };
  return { leaf: Buffer.from(leaf, 'hex'), proof: bytes(proof) };
}

/** Writes to both logs until each has grown past `size`. */
async function growPast(size: number): Promise<void> {
  for (let i = 0; i < 7; i++) await writer.recordAppend(await writer.appendStatement());
  for (const log of LOGS) {
    // Until the worker has started there is no checkpoint at all.
    const sizeNow = () => newest(log).then((checkpoint) => checkpoint.size, () => 0);
    for (const end = Date.now() + 30_000; (await sizeNow()) <= size; await delay(50)) {
      if (Date.now() > end) throw new Error(`the ${log} log does not grow:\n${await hub.log('worker')}`);
    }
    seen[log].push(await newest(log));
  }
}

beforeAll(async () => {
  hub = await startHub({ environment: { LOG_LEVEL: 'error' } });
  writer = logWriter(hub.databaseUrl);
  for (let round = 0; round < 3; round++) await growPast(seen.trust.at(-1)?.size ?? 0);
});

afterAll(async () => {
  await writer.close();
  await hub.stop();
});

describe.each(LOGS)('the %s log', (log) => {
  test('has signed each checkpoint, and a changed one is told from it', async () => {
    const note = await (await get(`/log/${log}/checkpoint`)).text();
    const key = await vkey(log);
    expect(openNote(note, key).size).toBeGreaterThan(0);
    expect(() => openNote(note.replace(/\n(\d+)\n/, (_, size) => `\n${Number(size) + 1}\n`), key)).toThrow('has not signed');
  });

  test('has the root that RFC 6962 computes from its leaves', async () => {
    const { size, root } = await newest(log);
    const leaves: Buffer[] = [];
    for (let index = 0; index < size; index++) leaves.push((await inclusion(log, index, size)).leaf);
    expect(treeHash(leaves)).toEqual(root);
  });

  test('proves each leaf, and not one in another’s place', async () => {
    const { size, root } = await newest(log);
    for (let index = 0; index < size; index++) {
      const { leaf, proof } = await inclusion(log, index, size);
      expect(includes(root, size, index, leaf, proof)).toBe(true);
      expect(includes(root, size, (index + 1) % size, leaf, proof)).toBe(false);
    }
  });

  test('proves that it only ever grew', async () => {
    const checkpoints = seen[log];
    expect(new Set(checkpoints.map(({ size }) => size)).size).toBe(3);
    for (const [before, after] of [[0, 1], [1, 2], [0, 2]] as const) {
      const [first, second] = [checkpoints[before]!, checkpoints[after]!];
      const { proof } = (await (await get(`/log/${log}/consistency?from=${first.size}&to=${second.size}`)).json()) as { proof: string[] };
      expect(extendsTree(first, second, bytes(proof))).toBe(true);
      expect(extendsTree({ ...first, root: second.root }, second, bytes(proof))).toBe(false);
    }
  });
});

test('each audit checkpoint names a trust log that the trust log has been', async () => {
  const trust = await newest('trust');
  const leaves: Buffer[] = [];
  for (let index = 0; index < trust.size; index++) leaves.push((await inclusion('trust', index, trust.size)).leaf);
  for (const { extensions } of seen.audit) {
    const [, size, root] = /^trust (\d+) (\S+)$/.exec(extensions.join('\n')) ?? [];
    expect(treeHash(leaves.slice(0, Number(size))).toString('base64')).toBe(root);
  }
});

// The audit log over HTTP on a real database: what is recorded, and that outsiders can prove it with the pure library.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { auditContextBytes, auditEntryBytes, fromHex, type AuditAnchor } from '#protocol';
import { checkpointTime, leafHash, openCheckpoint, parseVkey, trustHeadOf, verifyConsistency, verifyInclusion, type Vkey } from '#transparency-log';
import { actOf, NORTH, openAuditHub, people, SOUTH, type AuditHub } from './support/audit-hub.ts';
import { verifyLogs } from './support/verify-logs.ts';

let hub: AuditHub;
beforeAll(async () => {
  hub = await openAuditHub();
});
afterAll(() => hub?.close());

async function vkeyOf(log: 'trust' | 'audit'): Promise<Vkey> {
  const verdict = parseVkey((await hub.call('GET', `/log/${log}/vkey`, null)).text.trimEnd());
  if (!verdict.ok) throw new Error(verdict.reason);
  return verdict.value;
}
async function headOf(log: 'trust' | 'audit') {
  const note = (await hub.call('GET', `/log/${log}/checkpoint`, null)).text;
  const opened = await openCheckpoint(note, await vkeyOf(log));
  if (!opened.ok) throw new Error(opened.reason);
  return { note, ...opened.value.checkpoint };
}

describe('before the sequencer has run', () => {
  test('there is no checkpoint yet, and the answer says so', async () => {
    expect(await hub.call('GET', '/log/audit/checkpoint', null)).toMatchObject({ status: 503 });
    expect(await hub.call('GET', '/log/trust/vkey', null)).toMatchObject({ status: 503 });
    expect(await hub.call('GET', '/log/other/vkey', null)).toMatchObject({ status: 400 });
    await hub.sequencer.begin();
    await hub.sequencer.begin();
    expect(await headOf('trust')).toMatchObject({ origin: 'test-network/trust', size: 0, extensions: [] });
    expect((await headOf('audit')).extensions).toEqual(['trust 0 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=']);
  });
});

describe('checkpoints and proofs', () => {
  test('an outsider follows both logs with the pure library', async () => {
    const heads = [await headOf('audit')];
    for (const count of [1, 5, 250, 300, 3]) {
      await hub.writer.recordMany(count);
      await hub.writer.recordAppend(await hub.writer.appendStatement());
      await hub.sequencer.step();
      heads.push(await headOf('audit'));
    }
    const last = heads.at(-1)!;
    for (const head of heads) {
      const { proof } = await hub.get<{ proof: string[] }>(`/log/audit/consistency?from=${head.size}&to=${last.size}`);
      expect(verifyConsistency(head, last, proof.map(fromHex))).toEqual({ ok: true, value: null });
    }
    for (const index of [0, 1, 255, 256, 300, last.size - 1]) {
      for (const tree of heads.filter(({ size }) => size > index)) {
        const { leaf, proof } = await hub.get<{ leaf: string; proof: string[] }>(`/log/audit/inclusion?index=${index}&size=${tree.size}`);
        expect(verifyInclusion(index, fromHex(leaf), tree, proof.map(fromHex))).toEqual({ ok: true, value: null });
      }
    }
    const trust = await headOf('trust');
    expect(trustHeadOf(last)).toEqual({ ok: true, value: { size: trust.size, root: trust.root } });
    const { leaf, proof } = await hub.get<{ leaf: string; proof: string[] }>('/log/trust/inclusion?index=2&size=5');
    expect(verifyInclusion(2, fromHex(leaf), trust, proof.map(fromHex)).ok).toBe(true);
    expect((await verifyLogs(hub.database.superuserUrl)).pending).toBe(0);
  });

  test.each(['/log/audit/inclusion?index=5&size=5', '/log/audit/inclusion?index=0&size=1000000', '/log/audit/consistency?from=6&to=5', '/log/trust/consistency?from=0&to=1000000'])('%s: not there', async (url) => {
    expect(await hub.call('GET', url, null)).toMatchObject({ status: 404 });
  });

  test.each(['/log/audit/inclusion?index=-1&size=5', '/log/audit/inclusion?index=1e30&size=5', '/log/audit/inclusion?index=0', "/log/audit/consistency?from=0&to=1'", '/log/audit/consistency?from=0&to=9007199254740992'])('%s: malformed', async (url) => {
    expect(await hub.call('GET', url, null)).toMatchObject({ status: 400 });
  });

  test('stay fresh by the log’s own cosignature, in place of the last one', async () => {
    const { note } = await headOf('audit');
    const own = (await hub.call('GET', '/log/audit/vkey', null)).text.trimEnd();
    const first = await checkpointTime(note, [], 0, own);
    hub.clock.now = () => new Date(Date.now() + 60_000);
    await hub.sequencer.renew();
    hub.clock.now = () => new Date();
    const second = await checkpointTime((await headOf('audit')).note, [], 0, own);
    if (!first.ok || !second.ok) throw new Error('no time');
    expect(second.value.time - first.value.time).toBeGreaterThanOrEqual(59_000);
    expect(second.value.checkpoint).toEqual(first.value.checkpoint);
    expect((await headOf('audit')).note.trimEnd().split('\n')).toHaveLength(4 + 1 + 2);
  });

  test('an act after a removal is never shown under an older trust log', async () => {
    const running = { stop: false };
    const sequencing = (async () => {
      while (!running.stop) await hub.sequencer.step();
    })();
    const positions = new Map<string, number>();
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        for (let i = 0; i < 25; i++) {
          const index = await hub.writer.appendStatement();
          positions.set((await hub.writer.recordAppend(index)).id, index);
        }
      }),
    );
    running.stop = true;
    await sequencing;
    await hub.sequencer.step();
    const { audit, order } = await verifyLogs(hub.database.superuserUrl);
    let checked = 0;
    for (const [leaf, id] of order.entries()) {
      const index = positions.get(id);
      if (index === undefined) continue;
      const trust = trustHeadOf(audit.checkpoints.find(({ size }) => size > leaf)!);
      expect(trust.ok && trust.value.size > index).toBe(true);
      checked++;
    }
    expect(checked).toBe(100);
  });
});

describe('an entry', () => {
  test('is proved by its receipt and its anchor alone', async () => {
    const receipt = await hub.act(people.officer, { action: 'message.fetch', object: { kind: 'message', id: 'm' }, details: { thread: NORTH, epoch: SOUTH } });
    expect(receipt.entry).toMatchObject({ action: 'message.fetch', actor: { officer: people.officer.officer, member: NORTH }, outcome: 'done', reason: null });
    expect(receipt.context).toMatchObject({ session: people.officer.session, address: '198.51.100.7' });
    expect(createHash('sha256').update(auditContextBytes(receipt.context)).digest('hex')).toBe(receipt.entry.context);
    const anchorsAt = async (size: number) =>
      (JSON.parse((await hub.call('POST', '/api/audit/anchors', people.stranger, { entries: [receipt.id, crypto.randomUUID()], size })).text) as { items: { entry: string; anchor: AuditAnchor | null }[] }).items;
    const before = await headOf('audit');
    expect(await anchorsAt(before.size)).toMatchObject([{ anchor: null }, { anchor: null }]);
    await hub.sequencer.step();
    await hub.writer.recordMany(7);
    await hub.sequencer.step();
    const head = await headOf('audit');
    expect((await anchorsAt(before.size))[0]!.anchor).toBeNull();
    const [found, unknown] = await anchorsAt(head.size);
    const anchor = found!.anchor!;
    expect(unknown!.anchor).toBeNull();
    const first = await openCheckpoint(anchor.checkpoint, await vkeyOf('audit'));
    if (!first.ok) throw new Error(first.reason);
    const leaf = leafHash(createHash('sha256').update(auditEntryBytes(receipt.entry)).digest());
    expect(first.value.checkpoint.size).toBe(before.size + 1);
    expect(verifyInclusion(anchor.index, leaf, first.value.checkpoint, anchor.inclusion.map(fromHex)).ok).toBe(true);
    expect(verifyConsistency(first.value.checkpoint, head, anchor.consistency.map(fromHex)).ok).toBe(true);
    const other = leafHash(createHash('sha256').update(auditEntryBytes({ ...receipt.entry, outcome: 'refused' })).digest());
    expect(verifyInclusion(anchor.index, other, first.value.checkpoint, anchor.inclusion.map(fromHex)).ok).toBe(false);
    expect((await hub.writer.acts.entries([receipt.id])).get(receipt.id)).toEqual(receipt.entry);
  });

  test('rolls back with what it records, and refuses details that do not fit', async () => {
    await hub.sequencer.step();
    const before = (await verifyLogs(hub.database.superuserUrl)).order.length;
    await expect(
      hub.writer.database.transaction(async (tx) => {
        await hub.writer.acts.record(tx, actOf('officers.view', {}));
        throw new Error('the act failed');
      }, 'system'),
    ).rejects.toThrow('the act failed');
    await expect(hub.act(people.officer, actOf('package.read', { epoch: 'no id' }))).rejects.toThrow();
    await expect(hub.act(people.officer, { action: 'officers.view', object: null, details: JSON.parse('{"more":1}') })).rejects.toThrow();
    await hub.sequencer.step();
    expect((await verifyLogs(hub.database.superuserUrl)).order).toHaveLength(before);
  });
});

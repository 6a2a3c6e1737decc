import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readSealedPart } from '#openpgp';
import { attachmentRoot, openAttachmentPart, partCount, partSize, sealAttachmentPart, verifyPartHashes, type PartToOpen } from '#openpgp/open';
import { toBase64Url, uuidV7, type AttachmentRef, type Bytes } from '#protocol';
import { treeRoot } from '../../../transparency-log/src/index.ts';
import { flipped } from '../../testing/forge.ts';
import { encryptData } from '../message/data-cipher.ts';
import { literalPacket } from '../packets/literal.ts';
import { randomBytes } from '../random.ts';
import { partKey } from './part-key.ts';
import { padme } from './part-sizes.ts';

const PART = 16 * 1024 * 1024;

async function seal(content: Bytes): Promise<{ attachment: AttachmentRef; sealed: Bytes[]; hashes: Bytes[] }> {
  const [id, key, size] = [uuidV7(), randomBytes(32), content.length];
  const made = [];
  for (let index = 0; index < partCount(size); index++) {
    made.push(await sealAttachmentPart({ id, key, size, index, plain: content.slice(index * PART, index * PART + partSize(size, index)) }));
  }
  const hashes = made.map((part) => part.hash);
  const attachment = { id, name: 'ledger.csv', type: 'text/csv', size, parts: made.length, key: toBase64Url(key), root: attachmentRoot(hashes, treeRoot) };
  return { attachment, sealed: made.map((part) => part.sealed), hashes };
}

let small: Awaited<ReturnType<typeof seal>>;
let large: Awaited<ReturnType<typeof seal>>;
const content = new Uint8Array(2 * PART + 12_345).map((_, i) => i * 7 + (i >> 12));
beforeAll(async () => {
  small = await seal(new TextEncoder().encode('a,b\n1,2\n'));
  large = await seal(content);
});

async function reasonOf(part: PartToOpen): Promise<string> {
  const verdict = await openAttachmentPart(part);
  return verdict.ok ? 'opened' : verdict.reason;
}

const part = (from: typeof small, index: number, change: Partial<PartToOpen> = {}): PartToOpen => ({ attachment: from.attachment, index, hash: from.hashes[index]!, sealed: from.sealed[index]!, ...change });

describe('an attachment', () => {
  test('in three parts comes back whole', async () => {
    expect(large.attachment.parts).toBe(3);
    expect(verifyPartHashes({ attachment: large.attachment, hashes: large.hashes, treeRoot })).toEqual({ ok: true });
    for (let index = 0; index < 3; index++) {
      const opened = await openAttachmentPart(part(large, index));
      if (!opened.ok) throw new Error(opened.reason);
      expect(Buffer.from(opened.plain).equals(content.subarray(index * PART, (index + 1) * PART))).toBe(true);
      expect(readSealedPart(large.sealed[index]!)).toEqual({ ok: true });
    }
  });

  test.each([0, 1, PART - 1, PART])('of %i bytes has one part', async (size) => {
    const { attachment, sealed, hashes } = await seal(new Uint8Array(size));
    expect(attachment.parts).toBe(1);
    const opened = await openAttachmentPart({ attachment, index: 0, hash: hashes[0]!, sealed: sealed[0]! });
    expect(opened.ok && opened.plain.length).toBe(size);
  });

  test('shows a Padmé size only', async () => {
    const sizes = await Promise.all([1000, 1001, 1005].map(async (size) => (await seal(new Uint8Array(size))).sealed[0]!.length));
    expect(new Set(sizes).size).toBe(1);
  });

  test('part sealed again is other bytes with another hash, and opens', async () => {
    const { id, key, size } = small.attachment;
    const plain = new TextEncoder().encode('a,b\n1,2\n');
    const again = await sealAttachmentPart({ id, key: Buffer.from(key, 'base64url'), size, index: 0, plain });
    expect(Buffer.from(again.hash).equals(small.hashes[0]!)).toBe(false);
    expect(await reasonOf(part(small, 0, again))).toBe('opened');
  });

  test('part of a false size is not sealed', async () => {
    const whole = { id: uuidV7(), key: randomBytes(32), size: PART + 5 };
    await expect(sealAttachmentPart({ ...whole, index: 1, plain: new Uint8Array(4) })).rejects.toMatchObject({ code: 'bad-request' });
    await expect(sealAttachmentPart({ ...whole, index: 2, plain: new Uint8Array(0) })).rejects.toMatchObject({ code: 'bad-request' });
    await expect(sealAttachmentPart({ ...whole, index: 1, plain: new Uint8Array(5), key: randomBytes(16) })).rejects.toMatchObject({ code: 'bad-request' });
  });
});

const withHash = async (sealed: Bytes) => ({ sealed, hash: new Uint8Array(await crypto.subtle.digest('SHA-256', sealed)) });

async function sealedInside(...packets: Bytes[]) {
  const { key, id } = small.attachment;
  return withHash(await encryptData(partKey(Buffer.from(key, 'base64url'), id, 0), new Uint8Array(Buffer.concat(packets))));
}

describe('refused', () => {
  test.each<[string, () => Promise<PartToOpen>, string]>([
    ['an altered part', async () => part(small, 0, { sealed: flipped(small.sealed[0]!, 50) }), 'part-hash'],
    ['an altered part with its hash', async () => part(small, 0, await withHash(flipped(small.sealed[0]!, 50))), 'does-not-decrypt'],
    ['a part in another’s place', async () => part(large, 1, { sealed: large.sealed[0]!, hash: large.hashes[0]! }), 'does-not-decrypt'],
    ['a part under another attachment’s id', async () => part(small, 0, { attachment: { ...small.attachment, id: uuidV7() } }), 'does-not-decrypt'],
    ['a part that is not there', async () => part(large, 2, { index: 3 }), 'part-number'],
    ['a count that the size does not give', async () => part(small, 0, { attachment: { ...small.attachment, parts: 2 } }), 'part-number'],
    ['a size that the part does not have', async () => part(small, 0, { attachment: { ...small.attachment, size: 9 } }), 'part-size'],
    ['a last part without padding', async () => part(small, 0, await sealedInside(literalPacket(new Uint8Array(8)))), 'padding'],
    ['something beside the data', async () => part(small, 0, await sealedInside(literalPacket(new Uint8Array(8)), literalPacket(new Uint8Array(8)))), 'padding'],
    ['a bloated part', async () => part(small, 0, await withHash(new Uint8Array(18 * 1024 * 1024 + 1))), 'too-large'],
  ])('%s', async (_, made, reason) => {
    expect(await reasonOf(await made())).toBe(reason);
  });

  test.each<[string, () => readonly Bytes[], string]>([
    ['a part’s hash missing', () => large.hashes.slice(1), 'part-number'],
    ['hashes in another order', () => large.hashes.toReversed(), 'attachment-root'],
    ['another hash', () => [large.hashes[0]!, large.hashes[1]!, small.hashes[0]!], 'attachment-root'],
    ['a hash cut short', () => [large.hashes[0]!, large.hashes[1]!, large.hashes[2]!.subarray(1)], 'attachment-root'],
  ])('a list with %s', (_, hashes, reason) => {
    expect(verifyPartHashes({ attachment: large.attachment, hashes: hashes(), treeRoot })).toEqual({ ok: false, reason });
  });
});

test('Padmé adds at most 12 %, never takes away, and its sizes stay themselves', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 2 ** 40 }), (size) => {
      const padded = padme(size);
      expect(padded).toBeGreaterThanOrEqual(size);
      expect(padded).toBeLessThanOrEqual(Math.ceil(size * 1.12));
      expect(padme(padded)).toBe(padded);
    }),
  );
});

// The inner layer: messages that decrypt and carry a valid signature of the right officer, and are still not in the one form.
import { beforeAll, describe, expect, test } from '@jest/globals';
import { openWithSessionKey } from '#openpgp/open';
import { canonicalText, concat, MESSAGE_NOTATION, toHex, utf8, type Bytes, type Json } from '#protocol';
import { insideParts, oddLiteral, sealPackets, type Forgery, type InsideParts } from '../../testing/forge.ts';
import { CONTENT, makeOfficer, makeSample, type Officer, type Sample } from '../../testing/parties.ts';
import { writePacket } from '../packets/framing.ts';
import { paddingPacket } from '../packets/padding.ts';
import { randomBytes } from '../random.ts';
import { uint32 } from '../packets/byte-reader.ts';
import { encryptData } from './data-cipher.ts';
import { frame } from './frame.ts';
import { headerBytes, headerHash } from './header.ts';

let sample: Sample;
let data: Bytes;
let value: string;
let parts: InsideParts;
let swapped: Officer;
const sessionKey = randomBytes(32);

beforeAll(async () => {
  sample = await makeSample();
  const header = headerBytes(sample.header);
  data = frame(header, CONTENT);
  value = headerHash(header);
  parts = await insideParts(sample.sender, data, { notations: [{ name: MESSAGE_NOTATION, value, critical: true }] });
  swapped = await makeOfficer();
});

async function reasonOfBody(body: Bytes): Promise<string> {
  const verdict = await openWithSessionKey({ sessionKey, body, expected: { ...sample.expected, commitment: null }, certificateByHash: (hash) => (hash === sample.sender.certificate.hash ? sample.sender.certificate : undefined) });
  return verdict.ok ? 'opened' : verdict.reason;
}
const reasonOf = async (...packets: Bytes[]) => reasonOfBody(await sealPackets(sessionKey, ...packets));

/** Signs other literal data, or the same in another way; everything else in the required form. */
async function signed(officer: Officer, content: Bytes, forgery: Forgery): Promise<string> {
  const { onePass, literal, signature } = await insideParts(officer, content, forgery);
  return reasonOf(onePass, literal, signature);
}

test('in the required form it opens, so what follows is refused for its difference', async () => {
  expect(await reasonOf(parts.onePass, parts.literal, parts.signature)).toBe('opened');
});

describe('packets', () => {
  const marker = writePacket(10, utf8('PGP'));
  const padding = paddingPacket(100);
  test.each<[string, () => Promise<string>, string]>([
    ['no signature', () => reasonOf(parts.literal), 'signature-count'],
    ['two signatures', () => reasonOf(parts.onePass, parts.onePass, parts.literal, parts.signature, parts.signature), 'signature-count'],
    ['no one-pass signature', () => reasonOf(parts.signature, parts.literal), 'packet-sequence'],
    ['signature before the data', () => reasonOf(parts.onePass, parts.signature, parts.literal), 'packet-sequence'],
    ['two literal packets', () => reasonOf(parts.onePass, parts.literal, parts.literal, parts.signature), 'packet-sequence'],
    ['a marker packet', () => reasonOf(marker, parts.onePass, parts.literal, parts.signature), 'packet-sequence'],
    ['compressed data', () => reasonOf(writePacket(8, Uint8Array.of(0), parts.onePass, parts.literal, parts.signature)), 'signature-count'],
    ['padding at the front too', () => reasonOf(padding, parts.onePass, parts.literal, parts.signature), 'padding'],
    ['padding in the middle too', () => reasonOf(parts.onePass, parts.literal, padding, parts.signature), 'padding'],
    ['padding at the front only', async () => {
      const used = concat(parts.onePass, parts.literal, parts.signature);
      return reasonOfBody(await encryptData(sessionKey, concat(paddingPacket(4096 - used.length), used)));
    }, 'padding'],
    ['no padding', async () => reasonOfBody(await encryptData(sessionKey, concat(parts.onePass, parts.literal, parts.signature))), 'padding'],
    ['padding to no bucket', async () => reasonOfBody(await encryptData(sessionKey, concat(parts.onePass, parts.literal, parts.signature, padding))), 'padding'],
    ['an encrypted message inside', async () => reasonOf(await encryptData(sessionKey, parts.literal), parts.onePass, parts.literal, parts.signature), 'packet-sequence'],
    ['an old-format header', () => reasonOf(parts.onePass, concat(Uint8Array.of(0xad, parts.literal[1]!), parts.literal.subarray(2)), parts.signature), 'packet-framing'],
    ['nothing', async () => reasonOfBody(await encryptData(sessionKey, new Uint8Array(0))), 'signature-count'],
  ])('%s', async (_, reason, expected) => {
    expect(await reason()).toBe(expected);
  });
});

describe('what the signature does not cover', () => {
  test.each<[string, () => Promise<string>, string]>([
    ['a name given after signing', () => reasonOf(parts.onePass, oddLiteral(data, { name: 'invoice.pdf' }), parts.signature), 'literal-name'],
    ['a date given after signing', () => reasonOf(parts.onePass, oddLiteral(data, { date: 1_700_000_000 }), parts.signature), 'literal-date'],
    ['text in the place of binary', () => reasonOf(parts.onePass, oddLiteral(data, { format: 0x75 }), parts.signature), 'literal-format'],
    ['a one-pass signature of another salt', async () => {
      const other = await insideParts(sample.sender, data, {});
      return reasonOf(other.onePass, parts.literal, parts.signature);
    }, 'one-pass-signature'],
    ['a one-pass signature of another key', async () => {
      const other = await insideParts(sample.sender, data, { issuer: swapped.certificate.fingerprint });
      return reasonOf(other.onePass, parts.literal, parts.signature);
    }, 'one-pass-signature'],
    ['a one-pass signature that is not the last', () => reasonOf(concat(parts.onePass.subarray(0, -1), Uint8Array.of(0)), parts.literal, parts.signature), 'one-pass-signature'],
  ])('%s', async (_, reason, expected) => {
    expect(await reason()).toBe(expected);
  });
});

describe('signatures that verify and do not count', () => {
  test.each<[string, () => Promise<string>, string]>([
    ['without the notation', () => signed(sample.sender, data, {}), 'notation-missing'],
    ['with the notation not critical', () => signed(sample.sender, data, { notations: [{ name: MESSAGE_NOTATION, value, critical: false }] }), 'notation-not-critical'],
    ['with the notation of another header', () => signed(sample.sender, data, { notations: [{ name: MESSAGE_NOTATION, value: '00'.repeat(32), critical: true }] }), 'notation-value'],
    ['with the notation in capitals', () => signed(sample.sender, data, { notations: [{ name: MESSAGE_NOTATION, value: value.toUpperCase(), critical: true }] }), 'notation-value'],
    ['as a statement', () => signed(sample.sender, data, { notations: [{ name: 'statement.v1@hub.globe.example', value, critical: true }] }), 'notation-missing'],
    ['by another officer than the header says', () => signed(swapped, data, { notations: [{ name: MESSAGE_NOTATION, value, critical: true }] }), 'signature-issuer'],
    ['by another officer under the sender’s fingerprint', () => signed(swapped, data, { notations: [{ name: MESSAGE_NOTATION, value, critical: true }], issuer: sample.sender.certificate.fingerprint }), 'signature-invalid'],
    ['over other content', async () => {
      const other = await insideParts(sample.sender, frame(headerBytes(sample.header), utf8('other words')), {});
      return reasonOf(parts.onePass, other.literal, parts.signature);
    }, 'signature-invalid'],
  ])('%s', async (_, reason, expected) => {
    expect(await reason()).toBe(expected);
  });
});

const withHeader = async (bytes: Bytes): Promise<string> =>
  signed(sample.sender, frame(bytes, CONTENT), { notations: [{ name: MESSAGE_NOTATION, value: headerHash(bytes), critical: true }] });
const json = (change: object) => utf8(canonicalText({ ...sample.header, ...change } as Json));

describe('headers', () => {
  test.each<[string, () => Promise<string>, string]>([
    ['an unknown field', () => withHeader(json({ extra: 1 })), 'header-fields'],
    ['a field missing', () => withHeader(json({ kind: undefined })), 'header-fields'],
    ['another version', () => withHeader(json({ version: 2 })), 'header-fields'],
    ['recipients out of order', () => withHeader(json({ recipients: sample.header.recipients.toReversed() })), 'header-fields'],
    ['a recipient twice', () => withHeader(json({ recipients: [sample.header.recipients[0]!, sample.header.recipients[0]!] })), 'header-fields'],
    ['parents out of order', () => withHeader(json({ parents: ['bb'.repeat(32), 'aa'.repeat(32)] })), 'header-fields'],
    ['white space', () => withHeader(utf8(JSON.stringify(JSON.parse(canonicalText(sample.header as Json)), null, 1))), 'header-not-canonical'],
    ['a member given twice', () => withHeader(utf8(canonicalText(sample.header as Json).replace('{', '{"attachments":[],'))), 'header-not-canonical'],
    ['no JSON', () => withHeader(utf8('hello')), 'header-not-canonical'],
    ['a length past the end', () => signed(sample.sender, concat(uint32(1_000_000), CONTENT), {}), 'header-framing'],
    ['no length', () => signed(sample.sender, Uint8Array.of(0, 0), {}), 'header-framing'],
  ])('%s', async (_, reason, expected) => {
    expect(await reason()).toBe(expected);
  });

  test('is what the notation hashes', async () => {
    expect(toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', headerBytes(sample.header))))).toBe(value);
  });
});

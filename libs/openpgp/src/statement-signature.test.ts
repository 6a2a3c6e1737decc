import { beforeAll, describe, expect, test } from '@jest/globals';
import { createMessage, readPrivateKey, sign } from 'openpgp';
import { readStatementSignature, verifyStatementSignature } from '#openpgp';
import { signStatement } from '#openpgp/open';
import { concat, statementBytes, STATEMENT_NOTATION, type Bytes, type Statement } from '#protocol';
import { flipped, forgeSignature, type Forgery } from '../testing/forge.ts';
import { makeOfficer, NETWORK, type Officer } from '../testing/parties.ts';
import { notationSubpacket, SUBPACKET, writeSubpacket } from './packets/subpackets.ts';

const statement: Statement = {
  version: 1, network: NETWORK, kind: 'officer.remove', roster: crypto.randomUUID(), head: 'ef'.repeat(32), subject: crypto.randomUUID(),
  expires: '2026-11-30T00:00:00.000Z', body: { compromisedSince: null },
};
const bytes = statementBytes(statement);
const notation = { name: STATEMENT_NOTATION, value: statement.kind, critical: true };

let officer: Officer;
let other: Officer;
let signature: Bytes;
beforeAll(async () => {
  officer = await makeOfficer();
  other = await makeOfficer();
  signature = await signStatement(officer.secretKey, statement);
});

async function reasonOf(packet: Uint8Array, change: Partial<Parameters<typeof verifyStatementSignature>[0]> = {}): Promise<string> {
  const verdict = await verifyStatementSignature({ statementBytes: bytes, kind: statement.kind, signature: packet, certificate: officer.certificate, ...change });
  return verdict.ok ? 'accepted' : verdict.reason;
}

async function forged(forgery: Forgery): Promise<string> {
  return reasonOf((await forgeSignature(officer, [bytes], forgery)).packet);
}

describe('a statement’s signature', () => {
  test('verifies, and names its issuer', async () => {
    expect(await reasonOf(signature)).toBe('accepted');
    expect(readStatementSignature(signature)).toMatchObject({ ok: true, issuer: officer.certificate.fingerprint });
  });

  test('is refused with any one bit of any byte turned over', async () => {
    for (let at = 0; at < signature.length; at++) expect(await reasonOf(flipped(signature, at))).not.toBe('accepted');
  });

  test.each<[string, () => Promise<string>, string]>([
    ['over another statement', () => reasonOf(signature, { statementBytes: statementBytes({ ...statement, subject: crypto.randomUUID() }) }), 'signature-invalid'],
    ['as another kind', () => reasonOf(signature, { kind: 'officer.admit' }), 'notation-value'],
    ['by another officer', () => reasonOf(signature, { certificate: other.certificate }), 'signature-issuer'],
    ['by another key under the same fingerprint', () => reasonOf(signature, { certificate: { ...other.certificate, fingerprint: officer.certificate.fingerprint } }), 'signature-invalid'],
    ['twice', () => reasonOf(concat(signature, signature)), 'packet-sequence'],
    ['with a byte after it', () => reasonOf(concat(signature, Uint8Array.of(0))), 'packet-framing'],
    ['cut short', () => reasonOf(signature.subarray(0, -1)), 'packet-framing'],
    ['with an old-format header', () => reasonOf(concat(Uint8Array.of(0x88, signature.length - 2), signature.subarray(2))), 'packet-framing'],
    ['of version 4', () => reasonOf(concat(signature.subarray(0, 3), Uint8Array.of(4), signature.subarray(4))), 'signature-version'],
    ['too long', () => reasonOf(new Uint8Array(1025)), 'too-large'],
    ['empty', () => reasonOf(new Uint8Array(0)), 'packet-sequence'],
  ])('%s is refused', async (_, reason, expected) => {
    expect(await reason()).toBe(expected);
  });
});

describe('validly signed by the officer, and still refused', () => {
  test('what is forged in the required form is accepted, so what follows is refused for its difference', async () => {
    expect(await forged({ notations: [notation] })).toBe('accepted');
  });

  test.each<[string, Forgery, string]>([
    ['without a notation', {}, 'notation-missing'],
    ['with a notation of another name', { notations: [{ ...notation, name: 'statement.v2@hub.globe.example' }] }, 'notation-missing'],
    ['with a notation that is not critical', { notations: [{ ...notation, critical: false }] }, 'notation-not-critical'],
    ['with a notation of another kind', { notations: [{ ...notation, value: 'officer.admit' }] }, 'notation-value'],
    ['with the notation twice', { notations: [notation, notation] }, 'notation-repeated'],
    ['with a second notation of another name', { notations: [notation, { ...notation, name: 'x@example.org', critical: false }] }, 'notation-repeated'],
    ['with the notation unhashed', { unhashed: notationSubpacket(notation) }, 'signature-subpackets'],
    ['with another critical subpacket', { notations: [notation], extra: [writeSubpacket(100, true, Uint8Array.of(1))] }, 'signature-subpackets'],
    ['with an expiry', { notations: [notation], extra: [writeSubpacket(3, false, Uint8Array.of(0, 0, 0, 9))] }, 'signature-subpackets'],
    ['with the issuer twice', { notations: [notation], extra: [writeSubpacket(SUBPACKET.issuerFingerprint, false, new Uint8Array(33))] }, 'signature-subpackets'],
    ['naming another issuer', { notations: [notation], issuer: '00'.repeat(32) }, 'signature-issuer'],
    ['as text', { notations: [notation], type: 1 }, 'signature-type'],
    ['as a certification', { notations: [notation], type: 0x10 }, 'signature-type'],
    ['saying another hash', { notations: [notation], hash: 8 }, 'signature-algorithm'],
    ['saying another algorithm', { notations: [notation], algorithm: 28 }, 'signature-algorithm'],
  ])('%s', async (_, forgery, expected) => {
    expect(await forged(forgery)).toBe(expected);
  });
});

test('the library’s own signature with the notation verifies here: an independent writer', async () => {
  const packet: Uint8Array = await sign({
    message: await createMessage({ binary: bytes }), signingKeys: await readPrivateKey({ binaryKey: officer.secretKey }), detached: true, format: 'binary',
    signatureNotations: [{ name: STATEMENT_NOTATION, value: new TextEncoder().encode(statement.kind), humanReadable: true, critical: true }],
  });
  expect(await reasonOf(packet)).toBe('accepted');
});

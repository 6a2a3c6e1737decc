import { beforeAll, describe, expect, test } from '@jest/globals';
import { generateKey, type KeyOptions, type PrivateKey, type PublicKey } from 'openpgp';
import { readCertificate } from '#openpgp';
import { certificateOfSecretKey, createCertificate } from '#openpgp/open';
import { concat, fromHex, Problem, utf8, type Bytes } from '#protocol';
import { certificateOf, makeEpoch, makeOfficer, type Officer } from '../testing/parties.ts';
import { created, flipped, forgeSignature } from '../testing/forge.ts';
import { issuerBody } from './certificate.ts';
import { isSoundEd25519Key } from './ed25519.ts';
import { uint32 } from './packets/byte-reader.ts';
import { readPackets, TAG, writePacket } from './packets/framing.ts';
import { readPublicKey } from './packets/public-key.ts';
import { readSignature, SIGNATURE_TYPE } from './packets/signature.ts';
import { SUBPACKET, writeSubpacket } from './packets/subpackets.ts';

async function reasonOf(bytes: Uint8Array): Promise<string> {
  const verdict = await readCertificate(bytes);
  return verdict.ok ? 'accepted' : verdict.reason;
}

let officer: Officer;
let other: Officer;
beforeAll(async () => {
  // Made in the same second, so that what mixes the two is refused for more than its time.
  do [officer, other] = [await makeOfficer(), await makeOfficer()];
  while (officer.certificate.created !== other.certificate.created);
});

function packetsOf({ certificate }: Officer): Bytes[] {
  return readPackets(certificate.bytes).map((packet) => packet.whole);
}

/** The officer's certificate with packets put in the place of others. */
function replaced(changes: Record<number, Bytes>): Bytes {
  return concat(...packetsOf(officer).map((packet, i) => changes[i] ?? packet));
}

/** The officer's certificate with bits of one octet turned over. */
function flippedAt(at: number, bits: number): Bytes {
  const copy = new Uint8Array(officer.certificate.bytes);
  copy[at]! ^= bits;
  return copy;
}

const primaryHashed = () => readPublicKey(readPackets(officer.certificate.bytes)[0]!.body).hashed;
const subkeyHashed = (at: number) => readPublicKey(readPackets(officer.certificate.bytes)[at]!.body).hashed;
const issuer = () => writeSubpacket(SUBPACKET.issuerFingerprint, true, issuerBody(fromHex(officer.certificate.fingerprint)));
const flags = (value: number) => writeSubpacket(SUBPACKET.keyFlags, true, Uint8Array.of(value));

/** A binding of the ML-KEM subkey, validly signed, with other subpackets. */
async function rebound(...subpackets: Bytes[]): Promise<Bytes> {
  const { packet } = await forgeSignature(officer, [primaryHashed(), subkeyHashed(6)], { type: SIGNATURE_TYPE.bindSubkey, hashed: concat(...subpackets) });
  return replaced({ 7: packet });
}

describe('a certificate of this hub', () => {
  test('is read: hash, fingerprints, random id', async () => {
    const { certificate } = officer;
    expect(certificate.userId).toBe(officer.id);
    expect(certificate.ed25519).toHaveLength(32);
    expect(certificate.hash).toBe(Buffer.from(await crypto.subtle.digest('SHA-256', certificate.bytes)).toString('hex'));
    expect(new Set([certificate.fingerprint, certificate.x25519Fingerprint, certificate.mlkemFingerprint]).size).toBe(3);
    expect((await makeEpoch()).certificate.mlkemFingerprint).not.toBe(certificate.mlkemFingerprint);
  });

  test('belongs to its secret key, byte for byte', async () => {
    expect((await certificateOfSecretKey(officer.secretKey)).hash).toBe(officer.certificate.hash);
  });

  test('is refused with any one bit of any byte turned over', async () => {
    const { bytes } = officer.certificate;
    for (let at = 0; at < bytes.length; at++) expect(await reasonOf(flipped(bytes, at))).not.toBe('accepted');
  }, 60_000);

  test('is made for a UUID only', async () => {
    await expect(createCertificate('Somebody <somebody@example.org>')).rejects.toThrow(Problem);
  });
});

describe('same fingerprint, other bytes', () => {
  test.each([
    ['post-quantum subkey stripped', () => concat(...packetsOf(officer).slice(0, 6)), 'packet-sequence'],
    ['X25519 subkey stripped', () => concat(...packetsOf(officer).slice(0, 4), ...packetsOf(officer).slice(6)), 'packet-sequence'],
    ['a subkey added', () => concat(officer.certificate.bytes, ...packetsOf(officer).slice(6)), 'packet-sequence'],
    ['subkeys in the other order', () => concat(...packetsOf(officer).slice(0, 4), ...packetsOf(officer).slice(6), ...packetsOf(officer).slice(4, 6)), 'key-algorithm'],
    ['another certificate’s subkey and binding', () => replaced({ 6: packetsOf(other)[6]!, 7: packetsOf(other)[7]! }), 'signature-issuer'],
    ['another certificate’s subkey under our binding', () => replaced({ 6: packetsOf(other)[6]! }), 'signature-invalid'],
    ['another id', () => replaced({ 2: writePacket(TAG.userId, utf8(other.id)) }), 'signature-invalid'],
    ['a second id', () => concat(officer.certificate.bytes, packetsOf(officer)[2]!, packetsOf(officer)[3]!), 'packet-sequence'],
    ['bytes after the last packet', () => concat(officer.certificate.bytes, Uint8Array.of(0)), 'packet-sequence'],
    ['a padding packet at the end', () => concat(officer.certificate.bytes, Uint8Array.of(0xd5, 0)), 'packet-sequence'],
    ['a version 4 primary', () => flippedAt(2, 6 ^ 4), 'key-version'],
    ['a version 4 signature', () => flippedAt(46, 6 ^ 4), 'signature-version'],
    ['an octet more of key material', () => replaced({ 0: writePacket(TAG.publicKey, readPackets(officer.certificate.bytes)[0]!.body, Uint8Array.of(0)) }), 'packet-contents'],
    ['an old-format header', () => concat(Uint8Array.of(0x98, 42), officer.certificate.bytes.subarray(2)), 'packet-framing'],
    ['a longer form of a length', () => concat(Uint8Array.of(0xc6, 255, 0, 0, 0, 42), officer.certificate.bytes.subarray(2)), 'packet-framing'],
    ['too much of it', () => new Uint8Array(5000), 'too-large'],
  ])('%s', async (_, bytes, reason) => {
    expect(await reasonOf(bytes())).toBe(reason);
  });
});

describe('signed by its own key, and still refused', () => {
  test('the same subpackets again are accepted, so what follows is refused for its difference', async () => {
    expect(await reasonOf(await rebound(created(officer.certificate.created), flags(0x0c), issuer()))).toBe('accepted');
  });
  test.each<[string, () => Promise<Bytes>, string]>([
    ['a subkey that may sign', () => rebound(created(officer.certificate.created), flags(0x0e), issuer()), 'key-flags'],
    ['a subkey that expires', () => rebound(created(officer.certificate.created), flags(0x0c), issuer(), writeSubpacket(9, true, uint32(3600))), 'signature-subpackets'],
    ['a binding that expires', () => rebound(created(officer.certificate.created), flags(0x0c), issuer(), writeSubpacket(3, true, uint32(3600))), 'signature-subpackets'],
    ['a binding without flags', () => rebound(created(officer.certificate.created), issuer()), 'signature-subpackets'],
    ['a binding made later', () => rebound(created(officer.certificate.created + 1), flags(0x0c), issuer()), 'creation-time'],
    ['a primary that does not announce SEIPD version 2', async () => {
      const subpackets = readSignature(readPackets(officer.certificate.bytes)[1]!.body).subpackets.map(({ type, critical, body }) => writeSubpacket(type, critical, type === SUBPACKET.features ? Uint8Array.of(1) : body));
      const { packet } = await forgeSignature(officer, [primaryHashed()], { type: SIGNATURE_TYPE.directKey, hashed: concat(...subpackets) });
      return replaced({ 1: packet });
    }, 'features'],
    ['a revocation in the place of a binding', async () => {
      const { packet } = await forgeSignature(officer, [primaryHashed(), subkeyHashed(6)], { type: 0x28, hashed: concat(created(officer.certificate.created), flags(0x0c), issuer()) });
      return replaced({ 7: packet });
    }, 'signature-type'],
    ['an unhashed subpacket', async () => {
      const { packet } = await forgeSignature(officer, [primaryHashed(), subkeyHashed(6)], { type: SIGNATURE_TYPE.bindSubkey, hashed: concat(created(officer.certificate.created), flags(0x0c), issuer()), unhashed: flags(0x0c) });
      return replaced({ 7: packet });
    }, 'signature-subpackets'],
  ])('%s', async (_, bytes, reason) => {
    expect(await reasonOf(await bytes())).toBe(reason);
  });
});

describe('other certificates that the library makes', () => {
  const config = { v6Keys: true, aeadProtect: true };
  // The library writes into the options it is given, hence new ones each time.
  const [x25519, mlkem] = [() => ({ type: 'curve25519' as const }), () => ({ type: 'pqc' as const })];
  const make = async (options: Partial<KeyOptions>): Promise<Bytes> => {
    const keys: { publicKey: PublicKey; privateKey: PrivateKey } = await generateKey({
      userIDs: [{ name: crypto.randomUUID() }], type: 'curve25519', subkeys: [x25519(), mlkem()], config, ...options, format: 'object',
    });
    return keys.publicKey.write();
  };
  test.each<[string, Partial<KeyOptions>, string]>([
    ['classical only', { subkeys: [{}] }, 'packet-sequence'],
    ['a signing subkey beside', { subkeys: [x25519(), mlkem(), { sign: true }] }, 'packet-sequence'],
    ['a signing subkey in the place of X25519', { subkeys: [{ sign: true }, mlkem()] }, 'key-algorithm'],
    ['a post-quantum primary', { type: 'pqc' }, 'too-large'],
    ['version 4', { config: {} }, 'packet-sequence'],
    ['a name and an address', { userIDs: [{ name: 'A', email: 'a@example.org' }] }, 'user-id'],
    ['expiring', { keyExpirationTime: 86_400 }, 'signature-subpackets'],
  ])('%s', async (_, options, reason) => {
    expect(await reasonOf(await make(options))).toBe(reason);
  });

  test('one from a clock ten minutes ahead is read: time is judged by the logs', async () => {
    const ahead = new Date(Date.now() + 600_000);
    expect((await certificateOf(await make({ date: ahead }))).created).toBe(Math.floor(ahead.getTime() / 1000));
  });
});

describe('Ed25519 keys of small order', () => {
  const order = ['00', '01', 'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a', '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'];
  test.each(order.flatMap((y) => [0, 0x80].map((sign) => [y, sign] as const)))('%s with sign %i', async (y, sign) => {
    const raw = fromHex(y.padEnd(64, '0'));
    raw[31]! |= sign;
    expect(isSoundEd25519Key(raw)).toBe(false);
  });

  test('the keys this hub makes are sound', () => {
    expect(isSoundEd25519Key(officer.certificate.ed25519)).toBe(true);
  });

  test('a certificate with such a primary is refused', async () => {
    const primary = concat(officer.certificate.bytes.subarray(0, 12), fromHex(order[3]!), officer.certificate.bytes.subarray(44));
    expect(await reasonOf(primary)).toBe('key-weak');
  });
});

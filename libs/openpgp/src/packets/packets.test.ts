import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readFile } from 'node:fs/promises';
import { decryptSessionKeys, readKey, readMessage, readPrivateKey, unarmor, verify, decrypt } from 'openpgp';
import { readCertificate } from '#openpgp';
import { concat, toHex, type Bytes } from '#protocol';
import { RefusedError } from '../refusal.ts';
import { readPackets, TAG, writePacket } from './framing.ts';
import { paddedSize, paddingPacket } from './padding.ts';
import { readPublicKey } from './public-key.ts';
import { readSecretPacket } from '../keys/secret-packets.ts';
import { readSignature, verifySignature } from './signature.ts';
import { readSubpackets, SUBPACKET, writeSubpacket } from './subpackets.ts';

const armored = (name: string) => readFile(new URL(`../../../../test/vectors/rfc9580/${name}`, import.meta.url), 'utf8');
async function binary(name: string): Promise<Bytes> {
  const { data } = await unarmor(await armored(name));
  return new Uint8Array(data as unknown as Bytes);
}

describe('RFC 9580, appendix A', () => {
  test('A.3: the version 6 certificate is taken apart, its fingerprints are the published ones, its signatures verify', async () => {
    const bytes = await binary('A.3.transferable-pubkey-v6.asc');
    const [primary, direct, subkey, binding, ...others] = readPackets(bytes);
    expect([primary, direct, subkey, binding].map((packet) => packet?.tag)).toEqual([TAG.publicKey, TAG.signature, TAG.publicSubkey, TAG.signature]);
    expect(others).toEqual([]);
    const [key, encryption] = [readPublicKey(primary!.body), readPublicKey(subkey!.body)];
    expect(toHex(key.fingerprint)).toBe('cb186c4f0609a697e4d52dfa6c722b0c1f1e27c18a56708f6525ec27bad9acc9');
    expect(toHex(encryption.fingerprint)).toBe('12c83f1e706f6308fe151a417743a1f033790e93e9978488d1db378da9930885');
    expect(await verifySignature(readSignature(direct!.body), key.material, key.hashed)).toBe(true);
    expect(await verifySignature(readSignature(binding!.body), key.material, key.hashed, encryption.hashed)).toBe(true);
    expect(await verifySignature(readSignature(binding!.body), key.material, encryption.hashed, key.hashed)).toBe(false);
  });

  test('A.3 is no certificate of this hub: classical only, no id', async () => {
    expect(await readCertificate(await binary('A.3.transferable-pubkey-v6.asc'))).toEqual({ ok: false, reason: 'packet-sequence' });
  });

  test('A.4: the secret key’s packets are read', async () => {
    const [primary] = readPackets(await binary('A.4.transferable-seckey-v6.asc'));
    expect(toHex(readSecretPacket(primary!, 27).secret)).toBe('1972817b12be707e8d5f586ce61361201d344eb266a2c82fde6835762b65b0b7');
  });

  test('A.5: a locked secret key is not a form in which this hub keeps one', async () => {
    const [primary] = readPackets(await binary('A.5.sample-locked-v6-seckey-argon2-aead.asc'));
    expect(() => readSecretPacket(primary!, 27)).toThrow(RefusedError);
  });

  test('A.7: the inline-signed message verifies by our parser and by the library', async () => {
    const [onePass, literal, signature, ...others] = readPackets(await binary('A.7.-sample-inline-signed-message.asc'));
    expect([onePass?.tag, literal?.tag, signature?.tag, others.length]).toEqual([TAG.onePassSignature, TAG.literal, TAG.signature, 0]);
    const [primary] = readPackets(await binary('A.3.transferable-pubkey-v6.asc'));
    const read = readSignature(signature!.body);
    const text = literal!.body.subarray(6);
    const canonical = new TextEncoder().encode(new TextDecoder().decode(text).replaceAll(/\r?\n/g, '\r\n'));
    expect(await verifySignature(read, readPublicKey(primary!.body).material, canonical)).toBe(true);
    const { signatures } = await verify({ message: await readMessage({ armoredMessage: await armored('A.7.-sample-inline-signed-message.asc') }), verificationKeys: await readKey({ armoredKey: await armored('A.3.transferable-pubkey-v6.asc') }) });
    await expect(signatures[0]!.verified).resolves.toBe(true);
  });

  test('A.8: the library decrypts the version 6 key packet and version 2 data', async () => {
    const decryptionKeys = await readPrivateKey({ armoredKey: await armored('A.4.transferable-seckey-v6.asc') });
    const armoredMessage = await armored('A.8.5-v6pkesk-v2seipd');
    const [session] = await decryptSessionKeys({ message: await readMessage({ armoredMessage }), decryptionKeys });
    expect(session!.algorithm).toBeNull();
    expect((await decrypt({ message: await readMessage({ armoredMessage }), decryptionKeys })).data).toBe('Hello, world!');
  });
});

describe('framing', () => {
  test('reads what it writes, and only the shortest lengths', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 63 }), fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 8300, max: 8500 })), (tag, size) => {
        const body = new Uint8Array(size).fill(7);
        const [packet, ...others] = readPackets(concat(writePacket(tag, body)));
        expect(packet).toMatchObject({ tag });
        expect(packet!.body.length).toBe(size);
        expect(others).toEqual([]);
        const long = concat(Uint8Array.of(0xc0 | tag, 255, 0, 0, size >> 8, size), body);
        if (size < 8384) expect(() => readPackets(long)).toThrow(RefusedError);
      }),
    );
  });

  test.each([
    ['an old-format header', [0x99, 0, 0]],
    ['no packet bit', [0x13, 0]],
    ['a partial length', [0xd2, 224, 1, 1]],
    ['no length', [0xd2]],
    ['half a two-octet length', [0xd2, 192]],
    ['half a five-octet length', [0xd2, 255, 0, 0]],
    ['a length past the end', [0xd2, 3, 0, 0]],
    ['an enormous length', [0xd2, 255, 255, 255, 255, 255, 0]],
  ])('refuses %s', (_, octets) => {
    expect(() => readPackets(Uint8Array.from(octets))).toThrow(new RefusedError('packet-framing'));
  });

  test('never reads past random bytes, never fails but by refusing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        for (const read of [() => readPackets(bytes), () => readSignature(new Uint8Array(bytes)), () => readPublicKey(new Uint8Array(bytes)), () => readSubpackets(new Uint8Array(bytes))]) {
          try {
            read();
          } catch (error) {
            expect(error).toBeInstanceOf(RefusedError);
          }
        }
      }),
    );
  });
});

test('subpackets are read as written', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 127 }), fc.boolean(), fc.uint8Array({ maxLength: 400 }), (type, critical, body) => {
      const [read, ...others] = readSubpackets(concat(writeSubpacket(type, critical, body), writeSubpacket(SUBPACKET.created, false, new Uint8Array(4))));
      expect(read).toMatchObject({ type, critical });
      expect([...read!.body]).toEqual([...body]);
      expect(others).toHaveLength(1);
    }),
  );
});

test('padding fills any message to a size exactly, with one packet', () => {
  fc.assert(
    fc.property(fc.oneof(fc.integer({ min: 1, max: 4200 }), fc.integer({ min: 16_384 - 8500, max: 16_384 - 8300 }), fc.integer({ min: 3800, max: 4096 })), (used) => {
      const size = paddedSize(used, [4096, 16_384, 65_536]);
      const packet = paddingPacket(size - used);
      expect(packet.length).toBe(size - used);
      expect(readPackets(packet).map(({ tag }) => tag)).toEqual([TAG.padding]);
    }),
  );
});

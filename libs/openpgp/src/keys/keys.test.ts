import { beforeAll, describe, expect, test } from '@jest/globals';
import { readSealedPackage } from '#openpgp';
import { createEpoch, epochSecretMatches, openPackage, sealPackage, unlockEpoch, unlockOfficer, type DecryptionSecret, type PackageToOpen } from '#openpgp/open';
import { canonicalBytes, concat, type Bytes } from '#protocol';
import { flipped, oddLiteral } from '../../testing/forge.ts';
import { makeEpoch, makeOfficer, NETWORK, type Epoch, type Officer } from '../../testing/parties.ts';
import { encryptData } from '../message/data-cipher.ts';
import { frame } from '../message/frame.ts';
import { readPackets, TAG } from '../packets/framing.ts';
import { literalPacket } from '../packets/literal.ts';
import { paddingPacket } from '../packets/padding.ts';
import { randomBytes } from '../random.ts';
import { wrapFor } from './wrap.ts';

let officer: Officer;
let colleague: Officer;
let secret: DecryptionSecret;
let epoch: Epoch;
let made: { sealed: Bytes; hash: string };
beforeAll(async () => {
  officer = await makeOfficer();
  colleague = await makeOfficer();
  secret = await unlockOfficer(officer.secretKey);
  epoch = await makeEpoch();
  made = await sealPackage({ network: NETWORK, epoch: epoch.id, officer: officer.id, epochCertificate: epoch.certificate.bytes, epochSecret: epoch.epochSecret, officerCertificate: officer.certificate.bytes });
});

const toOpen = (change: Partial<PackageToOpen> = {}): PackageToOpen => ({ sealed: made.sealed, hash: made.hash, network: NETWORK, epoch: epoch.id, officer: officer.id, epochCertificate: epoch.certificate.bytes, secret, ...change });
const reasonOf = async (change: Partial<PackageToOpen>) => {
  const verdict = await openPackage(toOpen(change));
  return verdict.ok ? 'opened' : verdict.reason;
};
const sealedAs = async (change: object, sealTo = officer) => {
  const { sealed, hash } = await sealPackage({ network: NETWORK, epoch: epoch.id, officer: officer.id, epochCertificate: epoch.certificate.bytes, epochSecret: epoch.epochSecret, officerCertificate: sealTo.certificate.bytes, ...change });
  return { sealed, hash };
};

describe('an epoch’s secret', () => {
  test('holds the decryption subkeys and nothing of the primary', () => {
    const packets = readPackets(epoch.epochSecret);
    expect(packets.map((packet) => packet.tag)).toEqual([TAG.secretSubkey, TAG.secretSubkey]);
  });

  test('matches its own certificate only', async () => {
    const other = await createEpoch(crypto.randomUUID());
    expect(await epochSecretMatches(epoch.certificate.bytes, epoch.epochSecret)).toBe(true);
    expect(await epochSecretMatches(other.certificate, epoch.epochSecret)).toBe(false);
    expect(await epochSecretMatches(epoch.certificate.bytes, other.epochSecret)).toBe(false);
  });

  test('does not match when a secret half differs, though the public halves fit', async () => {
    const { epochSecret, certificate } = epoch;
    const [x25519, mlkem] = readPackets(epochSecret);
    // X25519 ignores the three lowest bits of the first octet and the highest of the last (RFC 7748): octets between, then. Of
    // ML-KEM's seed d ‖ z (FIPS 203) only d makes the public half; z is what a ciphertext that fails decapsulates to.
    const x25519Scalar = x25519!.whole.length - 32;
    const mlkemScalar = epochSecret.length - 96;
    for (const at of [x25519Scalar + 1, x25519Scalar + 30, mlkemScalar + 1, mlkemScalar + 30, epochSecret.length - 64, epochSecret.length - 33]) {
      expect(await epochSecretMatches(certificate.bytes, flipped(epochSecret, at))).toBe(false);
    }
    expect(await epochSecretMatches(certificate.bytes, concat(mlkem!.whole, x25519!.whole))).toBe(false);
    expect(await epochSecretMatches(certificate.bytes, x25519!.whole)).toBe(false);
    expect(await epochSecretMatches(certificate.bytes, new Uint8Array(0))).toBe(false);
    expect(await epochSecretMatches(certificate.bytes, officer.secretKey)).toBe(false);
  });

  test('does not unlock for another certificate', async () => {
    await expect(unlockEpoch({ certificate: officer.certificate.bytes, epochSecret: epoch.epochSecret })).rejects.toMatchObject({ code: 'certificate-refused' });
    await expect(unlockOfficer(epoch.epochSecret)).rejects.toMatchObject({ code: 'certificate-refused' });
    await expect(unlockOfficer(flipped(officer.secretKey, officer.secretKey.length - 200))).rejects.toMatchObject({ code: 'certificate-refused' });
  });
});

describe('an epoch package', () => {
  test('gives the officer the very secret', async () => {
    const opened = await openPackage(toOpen());
    expect(opened.ok && Buffer.from(opened.epochSecret).equals(epoch.epochSecret)).toBe(true);
    expect(readSealedPackage(made.sealed)).toEqual({ ok: true, hash: made.hash, recipient: officer.certificate.mlkemFingerprint });
  });

  test.each<[string, () => Partial<PackageToOpen> | Promise<Partial<PackageToOpen>>, string]>([
    ['altered', () => ({ sealed: flipped(made.sealed, -1) }), 'package-hash'],
    ['not the one the statement pins', () => ({ hash: '00'.repeat(32) }), 'package-hash'],
    ['for another epoch', () => sealedAs({ epoch: crypto.randomUUID() }), 'package-binding'],
    ['for another officer, sealed to me', () => sealedAs({ officer: colleague.id }), 'package-binding'],
    ['of another network', () => sealedAs({ network: '00'.repeat(32) }), 'package-binding'],
    ['of another epoch’s keys', async () => {
      const { certificate, epochSecret } = await createEpoch(epoch.id);
      return sealedAs({ epochCertificate: certificate, epochSecret });
    }, 'package-binding'],
    ['sealed to a colleague', () => sealedAs({}, colleague), 'no-key-packet-for-me'],
  ])('%s is refused', async (_, change, reason) => {
    expect(await reasonOf(await change())).toBe(reason);
  });

  test('with the right binding and a secret that does not fit is refused', async () => {
    const { epochSecret } = await createEpoch(epoch.id);
    const binding = canonicalBytes({ form: 'epoch-package.v1', network: NETWORK, epoch: epoch.id, officer: officer.id, certificate: epoch.certificate.hash });
    const sessionKey = randomBytes(32);
    const sealedWith = async (...inside: Bytes[]) => {
      const sealed = concat((await wrapFor(sessionKey, officer.certificate)).bytes, await encryptData(sessionKey, concat(...inside)));
      return { sealed, hash: Buffer.from(await crypto.subtle.digest('SHA-256', sealed)).toString('hex') };
    };
    expect(await reasonOf(await sealedWith(literalPacket(frame(binding, epoch.epochSecret))))).toBe('opened');
    expect(await reasonOf(await sealedWith(literalPacket(frame(binding, epochSecret))))).toBe('package-secret');
    expect(await reasonOf(await sealedWith(literalPacket(frame(binding, new Uint8Array(0)))))).toBe('package-secret');
    expect(await reasonOf(await sealedWith(literalPacket(frame(binding, epoch.epochSecret)), paddingPacket(50)))).toBe('packet-sequence');
    expect(await reasonOf(await sealedWith(oddLiteral(frame(binding, epoch.epochSecret), { name: 'x' })))).toBe('literal-name');
  });

  test('is not made of a secret that does not fit', async () => {
    const { epochSecret } = await createEpoch(crypto.randomUUID());
    await expect(sealedAs({ epochSecret })).rejects.toMatchObject({ code: 'certificate-refused' });
  });

  test('opens no more once the officer’s secret is destroyed', async () => {
    const once = await unlockOfficer(officer.secretKey);
    expect(await reasonOf({ secret: once })).toBe('opened');
    once.destroy();
    expect(await reasonOf({ secret: once })).toBe('does-not-decrypt');
  });
});

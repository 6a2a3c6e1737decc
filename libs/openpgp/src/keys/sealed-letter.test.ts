import { beforeAll, describe, expect, test } from '@jest/globals';
import { openLetter, rewrap, discloseSessionKey, sealLetter, unlockOfficer, type DecryptionSecret, type LetterToOpen } from '#openpgp/open';
import { utf8, type Bytes } from '#protocol';
import { flipped } from '../../testing/forge.ts';
import { makeOfficer, NETWORK, type Officer } from '../../testing/parties.ts';

const ABOUT = { network: NETWORK, letter: crypto.randomUUID(), about: crypto.randomUUID() };
const CONTENT = utf8('Spoke to the mission.');
let officers: Officer[];
let secrets: DecryptionSecret[];
let made: Awaited<ReturnType<typeof sealLetter>>;
beforeAll(async () => {
  officers = [await makeOfficer(), await makeOfficer(), await makeOfficer()];
  secrets = await Promise.all(officers.map(({ secretKey }) => unlockOfficer(secretKey)));
  made = await sealLetter({ ...ABOUT, content: CONTENT, certificates: officers.slice(0, 2).map(({ certificate }) => certificate.bytes) });
});

const verdict = async (who: number, change: Partial<LetterToOpen> = {}): Promise<string | Bytes> => {
  const opened = await openLetter({ ...ABOUT, keyPacket: made.keyPackets[Math.min(who, 1)]!.bytes, body: made.body, secret: secrets[who]!, ...change });
  return opened.ok ? opened.content : opened.reason;
};

describe('a letter', () => {
  test('opens for each it is sealed to, and for nobody else', async () => {
    expect(await verdict(0)).toEqual(CONTENT);
    expect(await verdict(1)).toEqual(CONTENT);
    expect(await verdict(2)).toBe('no-key-packet-for-me');
  });

  test('opens for one more after its key was wrapped for them', async () => {
    const disclosed = await discloseSessionKey({ keyPackets: [made.keyPackets[0]!.bytes], body: made.body, secrets: [secrets[0]!] });
    if (!disclosed.ok) throw new Error(disclosed.reason);
    const { bytes } = await rewrap({ sessionKey: disclosed.sessionKey, certificate: officers[2]!.certificate.bytes });
    expect(await verdict(2, { keyPacket: bytes })).toEqual(CONTENT);
  });

  test('is of one network, one letter and one matter, and whole', async () => {
    for (const change of [{ network: 'cd'.repeat(32) }, { letter: crypto.randomUUID() }, { about: crypto.randomUUID() }]) expect(await verdict(0, change)).toBe('package-binding');
    expect(await verdict(0, { body: flipped(made.body, made.body.length - 20) })).toBe('does-not-decrypt');
    const other = await sealLetter({ ...ABOUT, content: CONTENT, certificates: [officers[0]!.certificate.bytes] });
    expect(await verdict(0, { body: other.body })).toBe('does-not-decrypt');
  });

  test('tells little of its length', async () => {
    const lengths = Array.from({ length: 40 }, (_, i) => 1000 + 10 * i);
    const sizes = await Promise.all(lengths.map(async (length) => (await sealLetter({ ...ABOUT, content: new Uint8Array(length), certificates: [officers[0]!.certificate.bytes] })).body.length));
    // Steps of 64 octets at this size.
    expect(new Set(sizes).size).toBeLessThanOrEqual(8);
  });

  test('is not sealed to nobody, to one twice, or to what is no certificate', async () => {
    const [one] = officers;
    await expect(sealLetter({ ...ABOUT, content: CONTENT, certificates: [] })).rejects.toMatchObject({ code: 'recipients-refused' });
    await expect(sealLetter({ ...ABOUT, content: CONTENT, certificates: [one!.certificate.bytes, one!.certificate.bytes] })).rejects.toMatchObject({ code: 'recipients-refused' });
    await expect(sealLetter({ ...ABOUT, content: CONTENT, certificates: [utf8('no certificate')] })).rejects.toMatchObject({ code: 'certificate-refused' });
  });
});

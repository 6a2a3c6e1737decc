import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { generatePassphrase, normalizePassphrase } from './passphrase.ts';
import { readRecoveryCode, writeRecoveryCode } from './recovery-code.ts';
import { unwrapVault, wrapVault } from './vault.ts';

const bytes = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const officer = crypto.randomUUID();
const place = { network: 'a'.repeat(64), officer, credential: crypto.randomUUID(), version: 3 };

describe('vault', () => {
  test('opens with the very secrets and place it was wrapped with, and with no others', async () => {
    const secrets = { secretKey: bytes(2000), indexKey: bytes(32) };
    const unlock = { kind: 'passphrase', secret: bytes(64) } as const;
    const account = bytes(16);
    const vault = await wrapVault(secrets, unlock, account, place);
    expect(await unwrapVault(vault, unlock, account, officer)).toEqual(secrets);
    expect(await unwrapVault(vault, { ...unlock, secret: bytes(64) }, account, officer)).toBeNull();
    expect(await unwrapVault(vault, { ...unlock, kind: 'passkey' }, account, officer)).toBeNull();
    expect(await unwrapVault(vault, unlock, bytes(16), officer)).toBeNull();
    expect(await unwrapVault(vault, unlock, account, crypto.randomUUID())).toBeNull();
    for (const altered of [{ network: null }, { network: 'b'.repeat(64) }, { credential: crypto.randomUUID() }, { version: 4 }]) {
      expect(await unwrapVault({ ...vault, ...altered }, unlock, account, officer)).toBeNull();
    }
  });
});

describe('recovery code', () => {
  test('reads back whatever it wrote, typed carelessly too', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (secret) => {
        const code = writeRecoveryCode(new Uint8Array(secret));
        expect(code).toMatch(/^([0-9A-Z*~$=]{3}-){8}[0-9A-Z*~$=]{3}$/);
        const careless = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
        expect([...readRecoveryCode(careless)!]).toEqual([...secret]);
      }),
    );
  });

  test('a wrong letter or two swapped neighbours are noticed', () => {
    const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.nat(24), fc.nat(30), (secret, at, shift) => {
        const code = writeRecoveryCode(new Uint8Array(secret)).replaceAll('-', '');
        const wrong = letters[(letters.indexOf(code[at]!) + 1 + shift) % 32]!;
        expect(readRecoveryCode(code.slice(0, at) + wrong + code.slice(at + 1))).toBeNull();
        if (code[at] !== code[at + 1]) expect(readRecoveryCode(code.slice(0, at) + code[at + 1]! + code[at]! + code.slice(at + 2))).toBeNull();
      }),
    );
  });

  test.each(['', 'AAA', 'U'.repeat(27), 'A'.repeat(28)])('refuses %j', (typed) => {
    expect(readRecoveryCode(typed)).toBeNull();
  });
});

test('passphrases have seven words, and case and spaces do not matter', () => {
  const passphrase = generatePassphrase();
  expect(passphrase.split(' ')).toHaveLength(7);
  expect(normalizePassphrase(`  ${passphrase.toUpperCase().replaceAll(' ', '   ')} `)).toBe(passphrase);
});

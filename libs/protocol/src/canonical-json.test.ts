import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalText, parseCanonical, type Json } from './canonical-json.ts';
import { fromBase64Url, fromHex, toBase64Url, toHex, utf8 } from './bytes.ts';

function isCanonical(text: string): boolean {
  try {
    return canonicalText(JSON.parse(text) as Json) === text;
  } catch {
    return false;
  }
}

function reads(text: string): boolean {
  try {
    parseCanonical(utf8(text));
    return true;
  } catch {
    return false;
  }
}

describe('canonical JSON (RFC 8785, integers only)', () => {
  test('sorts members by UTF-16 code units, as in RFC 8785 section 3.2.3', () => {
    const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, '\u00f6': 7 };
    expect(canonicalText(value)).toBe('{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\u{1f600}":5,"\ufb33":3}');
  });

  test('whatever it writes it reads back, byte for byte', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        let text: string;
        try {
          text = canonicalText(value as Json);
        } catch {
          return; // fractions and the like have no canonical form here
        }
        expect(canonicalText(parseCanonical(utf8(text)))).toBe(text);
      }),
    );
  });

  test('reads exactly those texts that it would write', () => {
    const key = fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom('1', '10', '9', '__proto__', 'toJSON', 'a', 'b', '\n', '\u{1f600}'));
    const leaf = fc.oneof(fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.string({ unit: 'binary' }));
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie('value'), { maxLength: 3 }), fc.array(fc.tuple(key, tie('value')), { maxLength: 3 }).map((members) => ({ members }))),
    }));
    // Members in any order and any number of times, which objects cannot hold.
    const write = (one: unknown): string => {
      if (Array.isArray(one)) return `[${one.map(write).join(',')}]`;
      if (typeof one === 'object' && one !== null) return `{${(one as { members: [string, unknown][] }).members.map(([name, member]) => `${JSON.stringify(name)}:${write(member)}`).join(',')}}`;
      return Object.is(one, -0) ? '-0' : JSON.stringify(one);
    };
    fc.assert(fc.property(value, (given) => expect(reads(write(given))).toBe(isCanonical(write(given)))), { numRuns: 3000 });
    fc.assert(
      fc.property(value, (given) => {
        let text: string;
        try {
          text = canonicalText(JSON.parse(write(given)) as Json);
        } catch {
          return;
        }
        expect(reads(text)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  test.each([
    ['duplicate keys', '{"a":1,"a":1}'],
    ['white space', '{"a": 1}'],
    ['unsorted keys', '{"b":1,"a":1}'],
    ['a fraction', '{"a":1.5}'],
    ['an exponent', '{"a":1e3}'],
    ['an unsafe integer', '{"a":9007199254740993}'],
    ['negative zero', '[-0]'],
    ['a needless escape', '["\\u0061"]'],
    ['a lone surrogate', '["\\ud800"]'],
    ['trailing bytes', '[] '],
    ['a byte order mark', '\ufeff[]'],
    ['a deep nest', '['.repeat(100) + ']'.repeat(100)],
    ['no JSON', 'hello'],
  ])('refuses %s', (_, text) => {
    expect(() => parseCanonical(utf8(text))).toThrow(RangeError);
  });

  test('refuses bytes that are not UTF-8', () => {
    expect(() => parseCanonical(Uint8Array.of(0x22, 0xc0, 0x80, 0x22))).toThrow(RangeError);
  });
});

describe('byte encodings', () => {
  test('base64url and hexadecimal read back what they write', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect([...fromBase64Url(toBase64Url(bytes))]).toEqual([...bytes]);
        expect(toBase64Url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
        expect([...fromHex(toHex(bytes))]).toEqual([...bytes]);
      }),
    );
  });

  test.each(['A', 'AB=', 'AB', 'A+', 'AAAAA', ' AAA'])('base64url refuses %j', (text) => {
    expect(() => fromBase64Url(text)).toThrow(RangeError);
  });

  test.each(['a', 'abc', 'AB', '0g', 'g0', '0 ', '-1', 'é0', '٠٠', '00\u0000'])('%j is not hexadecimal', (text) => {
    expect(() => fromHex(text)).toThrow(RangeError);
  });
});

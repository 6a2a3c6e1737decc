// All six catalogues say the same things with the same arguments, and every refusal has words.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { compileMessageOrThrow, type CompiledMessage } from '@lingui/message-utils/compileMessage';
import { PROBLEMS } from '#protocol';
import { LANGUAGES } from './language.ts';

const read = (language: string) => JSON.parse(readFileSync(new URL(`../locales/${language}.json`, import.meta.url), 'utf8')) as Record<string, string>;
const english = read('en');

/** Names and kinds of the arguments of a message, those inside plural and select branches included. */
function argumentsOf(message: CompiledMessage): string[] {
  const found = message.flatMap((token) => {
    if (typeof token === 'string') return [];
    const [name, kind = 'value', choices] = token;
    const inner = typeof choices === 'object' && choices !== null ? Object.values(choices as Record<string, CompiledMessage | number>).flatMap((branch) => (Array.isArray(branch) ? argumentsOf(branch) : [])) : [];
    return [`${name}:${kind}`, ...inner.filter((argument) => argument !== '#:value')];
  });
  return [...new Set(found)].toSorted();
}

function takenBy(catalogue: Record<string, string>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(catalogue).map(([key, text]) => [key, argumentsOf(compileMessageOrThrow(text))]));
}

/** Plural categories that a language has for whole numbers, by CLDR. */
function categoriesOf(language: string): string[] {
  return new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
}

describe.each(LANGUAGES.map(({ code }) => code))('catalogue %s', (language) => {
  const messages = read(language);

  test('has exactly the English keys, sorted, none empty', () => {
    expect(Object.keys(messages)).toEqual(Object.keys(english));
    expect(Object.keys(messages)).toEqual(Object.keys(messages).toSorted((a, b) => (a < b ? -1 : 1)));
    expect(Object.entries(messages).filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  test('takes the same arguments', () => {
    expect(takenBy(messages)).toEqual(takenBy(english));
  });

  test('knows the plural forms of its language', () => {
    const lacking = Object.entries(messages).flatMap(([key, text]) =>
      [...text.matchAll(/\{\w+, plural, ((?:[^{}]|\{[^{}]*\})*)\}/g)].flatMap(([, branches = '']) => {
        const given = [...branches.matchAll(/(=\d+|\w+) \{/g)].map(([, name]) => name!);
        return categoriesOf(language).filter((category) => !given.includes(category)).map((category) => `${key}: ${category}`);
      }),
    );
    expect(lacking).toEqual([]);
  });

  test('has words for every problem', () => {
    expect(Object.keys(PROBLEMS).filter((code) => !(`problem.${code}` in messages))).toEqual([]);
  });
});

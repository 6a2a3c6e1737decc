import { describe, expect, test } from '@jest/globals';
import { NoticeKind, UN_LANGUAGES } from '#protocol';
import { CATALOGUES } from './catalogues.ts';
import { writeNotice } from './write-notice.ts';

describe.each(UN_LANGUAGES)('%s', (language) => {
  test('has exactly the messages of English, each in its own words', () => {
    expect(Object.keys(CATALOGUES[language])).toEqual(Object.keys(CATALOGUES.en));
    for (const [key, message] of Object.entries(CATALOGUES[language])) {
      expect(message.match(/\{\w+\}/g) ?? []).toEqual(CATALOGUES.en[key as keyof typeof CATALOGUES.en].match(/\{\w+\}/g) ?? []);
      if (language !== 'en') expect(message).not.toBe(CATALOGUES.en[key as keyof typeof CATALOGUES.en]);
    }
  });

  test.each(NoticeKind.options)('%s: the portal’s address and no other', (kind) => {
    const { subject, text } = writeNotice(kind, language, 'https://hub.example/');
    expect(subject).not.toMatch(/[{}\r\n]/);
    expect(text).toContain('https://hub.example/');
    expect(text).not.toMatch(/[{}]/);
    expect(text.match(/https?:[^\s:]+/g)?.every((link) => link.startsWith('https://hub.example/') || link === 'https')).toBe(true);
  });
});

test('an unknown language gets all six', () => {
  const { subject, text } = writeNotice('message-waiting', null, 'https://hub.example/');
  for (const language of UN_LANGUAGES) {
    expect(subject).toContain(CATALOGUES[language]['message-waiting.subject']);
    expect(text).toContain(CATALOGUES[language].footer);
  }
});

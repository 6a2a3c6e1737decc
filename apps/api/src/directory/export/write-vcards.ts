// vCard 4.0 (RFC 6350), one card an authority.
import type { AuthorityEntry } from '#protocol';
import { designationText, hoursText } from './entry-table.ts';

type Contact = AuthorityEntry['contacts'][number];

/** Octets of a line without its line break (RFC 6350, section 3.2). */
const LINE = 75;

/** All cards, one after the other. */
export function writeVcards(entries: readonly AuthorityEntry[]): string {
  return entries.map(writeVcard).join('');
}

function writeVcard(entry: AuthorityEntry): string {
  const { names, native, allNames } = entry;
  const fullNames = new Map<string, string>([[entry.nameLanguage, entry.name]]);
  for (const [language, name] of Object.entries(names)) if (name !== undefined && !fullNames.has(language)) fullNames.set(language, name);
  if (native && !fullNames.has(native.language)) fullNames.set(native.language, native.name);
  const written = [...fullNames];
  return [
    'BEGIN:VCARD', 'VERSION:4.0', 'KIND:org', `UID:urn:uuid:${entry.id}`,
    // The same name in several languages: one ALTID (section 5.4).
    ...written.map(([language, name], at) => `FN;ALTID=1;LANGUAGE=${language}${at === 0 ? ';PREF=1' : ''}:${escaped(name)}`),
    ...written.map(([language, name]) => `ORG;ALTID=1;LANGUAGE=${language}:${escaped(name)}`),
    ...allNames.filter(({ kind }) => kind === 'acronym' || kind === 'alias').map(({ name, language }) => `NICKNAME;LANGUAGE=${language}:${escaped(name)}`),
    ...allNames.filter(({ kind }) => kind === 'former').map(({ name, language }) => `NOTE;LANGUAGE=${language}:${escaped(`Former name: ${name}`)}`),
    ...entry.contacts.map((contact) => contactLine(contact, entry.state)),
    ...entry.languages.map((language) => `LANG:${language}`),
    ...hoursLines(entry.hours),
    ...(entry.functions.length > 0 ? [`CATEGORIES:${entry.functions.map(escaped).join(',')}`] : []),
    ...entry.designations.map((designation) => `NOTE;LANGUAGE=en:${escaped(`Designation: ${designationText(designation)}`)}`),
    ...entry.notes.map(({ text }) => `NOTE:${escaped(text)}`),
    ...(/^https?:\/\//.test(entry.source.source) ? [`SOURCE:${uri(entry.source.source)}`] : []),
    `REV:${entry.updated.replaceAll(/[-:]|\.\d+/g, '')}`,
    'END:VCARD',
  ].map(folded).join('');
}

/** The zones of its office hours (TZ, section 6.5.1). vCard has no property for hours: they are notes. */
function hoursLines(hours: AuthorityEntry['hours']): string[] {
  const zones = new Map<string, string>();
  for (const { zone, visibility } of hours.toSorted((a, b) => Number(b.visibility === 'public') - Number(a.visibility === 'public'))) if (!zones.has(zone)) zones.set(zone, audienceOf(visibility));
  return [
    ...[...zones].map(([zone, audience]) => `TZ;VALUE=text${audience}:${escaped(zone)}`),
    ...hours.map((each) => `NOTE;LANGUAGE=en${audienceOf(each.visibility)}:${escaped(`Office hours, ${hoursText(each)}`)}`),
  ];
}

const audienceOf = (visibility: Contact['visibility']): string => (visibility === 'public' ? '' : `;X-AUDIENCE=${visibility}`);

/** Who may see a value that is not for everybody goes with it, as a parameter of our own (section 5, x-name). */
function contactLine({ kind, purpose, value, visibility }: Contact, state: string): string {
  const urgent = purpose === 'general' ? '' : `;X-PURPOSE=${purpose}`;
  const marks = `${audienceOf(visibility)}${urgent}`;
  switch (kind) {
    // Post box; extension; street; locality; region; code; country: sources do not take addresses apart (section 6.3.1).
    case 'postal':
      return `ADR;TYPE=work;CC=${state}${marks}:;;${escaped(value)};;;;`;
    case 'telephone':
      return `TEL;VALUE=text;TYPE="voice,work"${marks}:${escaped(value)}`;
    case 'fax':
      return `TEL;VALUE=text;TYPE="fax,work"${marks}:${escaped(value)}`;
    case 'email':
      return `EMAIL;TYPE=work${marks}:${escaped(value)}`;
    case 'website':
      return `URL${marks}:${uri(value)}`;
  }
}

/** Text values (section 3.4): backslash, comma, semicolon and line breaks are escaped, other control characters are left out. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\\,;]/g, String.raw`\$&`)
    .replaceAll(/\r\n|[\r\n\u0085\u2028\u2029]/g, String.raw`\n`)
    .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
}

/** URIs are not escaped; what no URI holds would end the line. */
function uri(value: string): string {
  return value.toWellFormed().replaceAll(/[\u0000-\u0020\u007f\u0085\u2028\u2029]/g, '');
}

/** With its line break; broken so that no line is over 75 octets and no character is parted. */
function folded(line: string): string {
  let out = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > LINE) {
      out += '\r\n ';
      octets = 1;
    }
    out += character;
    octets += size;
  }
  return `${out}\r\n`;
}

// From rows to authorities: the same body in several rows becomes one entry, and every value keeps the source it was read in.
import type { AuthorityKind, DesignatedFunction } from '#protocol';
import { indexText, searchText } from '#search';
import { functionsOf, instrumentOf, kindOf, languagesOf } from './classify.ts';
import { deriveId } from './derive-id.ts';
import type { AuthorityRow, Correction, DesignationRow, DirectoryData } from './read-data.ts';

interface Sourced { readonly source: string; readonly date: string | null }
export interface SeedName extends Sourced { readonly name: string; readonly language: string; readonly kind: 'official' | 'native' | 'rendering' | 'alias' | 'former' | 'acronym' }
export interface SeedDesignation extends Sourced {
  readonly id: string; readonly function: string; readonly functions: readonly DesignatedFunction[]; readonly instrument: string;
  readonly provision: string | null; readonly articles: readonly string[]; readonly languages: readonly string[]; readonly note: string | null;
}
export interface SeedContact extends Sourced { readonly kind: 'postal' | 'telephone' | 'fax' | 'email' | 'website'; readonly value: string }
export interface SeedAffiliation extends Sourced { readonly network: string; readonly stated: boolean; readonly joined: string | null; readonly evidence: string | null }
export interface SeedNote extends Sourced { readonly text: string }
export interface SeedFact extends Sourced { readonly id: string; readonly state: string; readonly fact: string; readonly evidence: string | null }
export interface SeedAuthority {
  readonly id: string;
  readonly state: string;
  readonly kind: AuthorityKind;
  readonly sortName: string;
  readonly names: readonly (SeedName & { readonly search: string })[];
  readonly designations: readonly SeedDesignation[];
  readonly contacts: readonly SeedContact[];
  readonly affiliations: readonly SeedAffiliation[];
  readonly notes: readonly SeedNote[];
}

/** What one row says about one body, after its corrections. */
interface Reading {
  readonly row: string;
  readonly state: string;
  readonly names: readonly SeedName[];
  readonly designations: readonly SeedDesignation[];
  readonly contacts: readonly SeedContact[];
  readonly affiliations: readonly SeedAffiliation[];
  readonly notes: readonly SeedNote[];
}

const UNNAMED = '(member authority not named in the source)';
const SAME_BODY = new Set(['official', 'native', 'rendering']);
const PREFERENCE = ['official', 'native', 'rendering', 'alias', 'former', 'acronym'] as const;

export function mergeRows(data: Pick<DirectoryData, 'authorities' | 'designations' | 'corrections'>): { authorities: SeedAuthority[]; facts: SeedFact[] } {
  const corrections = Map.groupBy(data.corrections, (correction) => correction.row);
  const of = (row: string) => corrections.get(row) ?? [];
  const isFact = (row: AuthorityRow | DesignationRow) => ('name_en' in row && row.name_en === UNNAMED) || of(row.id).some(({ action }) => action === 'state-fact');
  const readings = [
    ...data.authorities.filter((row) => !isFact(row)).map((row) => readAuthority(row, of(row.id))),
    ...data.designations.filter((row) => !isFact(row)).map((row) => readDesignation(row, of(row.id))),
  ];
  const links = data.corrections.filter(({ action }) => action === 'same-as').map(({ row, value }) => [row, value] as const);
  return {
    authorities: groupReadings(readings, links).map(toAuthority),
    facts: [...data.authorities, ...data.designations].filter(isFact).map(toFact),
  };
}

function readAuthority(row: AuthorityRow, corrections: readonly Correction[]): Reading {
  const sourced: Sourced = { source: row.source, date: null };
  const rendering = /rendering ours/i.test(row.note ?? '');
  const names: SeedName[] = ownNames(row.name_en, row.native_lang !== null && row.name_en === row.name_native ? row.native_lang : 'en', rendering ? 'rendering' : 'official', corrections, sourced);
  if (row.name_native && row.native_lang) names.push({ name: row.name_native, language: row.native_lang, kind: 'native', ...sourced });
  const acronym = corrections.find(({ action }) => action === 'acronym');
  const short = acronym ? acronym.value : row.acronym;
  if (short) names.push({ name: short, language: 'und', kind: 'acronym', ...sourced });
  const site = corrections.find(({ action }) => action === 'website');
  const website = site ? site.value : row.website;
  const none = row.network.startsWith('none');
  const globe = row.network.startsWith('GlobE');
  return {
    row: row.id,
    state: row.country_iso2,
    names,
    designations: [],
    contacts: website ? [{ kind: 'website', value: withScheme(website), ...sourced }] : [],
    affiliations: none ? [] : [{
      network: globe ? 'GlobE' : row.network,
      // For GlobE only the exact word counts; for the others the evidence has to say so.
      stated: globe ? row.network === 'GlobE' : /\bmember|founder|joined/i.test(row.evidence ?? ''),
      joined: row.joined_year,
      evidence: row.evidence,
      ...sourced,
    }],
    notes: notesOf(row, corrections).map((text) => ({ text, ...sourced })),
  };
}

/** Notes that tell a reader something: not those about the making of the file, nor those that corrections turned into names. */
function notesOf(row: AuthorityRow, corrections: readonly Correction[]): string[] {
  const used = corrections.some(({ action }) => action === 'official' || action === 'alias' || action === 'add-acronym');
  const note = row.note && !used && !/rendering ours|test$/i.test(row.note) ? row.note : null;
  const evidence = row.network === 'none' ? row.evidence : null;
  return [evidence, note].filter((text) => text !== null);
}

function readDesignation(row: DesignationRow, corrections: readonly Correction[]): Reading {
  const sourced: Sourced = { source: row.source, date: row.date };
  const contacts = ([['postal', row.address], ['telephone', row.telephone], ['fax', row.fax], ['email', row.email], ['website', row.website && withScheme(row.website)]] as const)
    .flatMap(([kind, value]): SeedContact[] => (value ? [{ kind, value, ...sourced }] : []));
  return {
    row: row.id,
    state: row.country_iso2,
    names: ownNames(row.authority, 'en', 'official', corrections, sourced),
    designations: [{
      id: deriveId('designation', row.id), function: row.function, functions: functionsOf(row.function), ...instrumentOf(row.instrument),
      languages: languagesOf(row.accepted_languages), note: row.note?.endsWith('test') ? null : row.note, ...sourced,
    }],
    contacts,
    affiliations: [],
    notes: [],
  };
}

function ownNames(written: string, language: string, kind: 'official' | 'rendering', corrections: readonly Correction[], sourced: Sourced): SeedName[] {
  const replaced = corrections.find(({ action }) => action === 'name');
  const spoken = replaced?.language || corrections.find(({ action }) => action === 'language')?.language || language;
  const names: SeedName[] = [{ name: replaced?.value ?? written, language: spoken, kind: spoken === 'en' ? kind : 'native', ...sourced }];
  for (const { action, language: tag, value } of corrections) {
    if (action === 'official') names.push({ name: value, language: tag, kind: 'native', ...sourced });
    if (action === 'alias' || action === 'former') names.push({ name: value, language: tag, kind: action, ...sourced });
    if (action === 'add-acronym') names.push({ name: value, language: 'und', kind: 'acronym', ...sourced });
  }
  return names;
}

/** A source that gives a bare host name gets the scheme that every server of its time answered to. */
function withScheme(address: string): string {
  return /^https?:\/\//i.test(address) ? address : `http://${address}`;
}

/** Rows of one body: the same name in the same State, or a reviewed correction that says so. In order of row ids. */
function groupReadings(readings: readonly Reading[], links: readonly (readonly [string, string])[]): Reading[][] {
  const parent = new Map(readings.map(({ row }) => [row, row]));
  const root = (row: string): string => {
    const up = parent.get(row);
    if (up === undefined) throw new Error(`a correction names ${row}, which is no row`);
    return up === row ? row : root(up);
  };
  const join = (a: string, b: string) => {
    const [first, second] = [root(a), root(b)].toSorted();
    parent.set(second!, first!);
  };
  const seen = new Map<string, string>();
  for (const { row, state, names } of readings) {
    for (const { name } of names.filter(({ kind }) => SAME_BODY.has(kind))) {
      const key = `${state} ${searchText(name)}`;
      const before = seen.get(key);
      if (before === undefined) seen.set(key, row);
      else join(before, row);
    }
  }
  for (const [row, target] of links) join(row, target);
  const groups = Map.groupBy(readings, ({ row }) => root(row));
  return [...groups.values()].map((group) => group.toSorted((a, b) => (a.row < b.row ? -1 : 1)));
}

function toAuthority(group: readonly Reading[]): SeedAuthority {
  const first = group[0]!;
  const names = distinctNames(group.flatMap((reading) => reading.names));
  const designations = group.flatMap((reading) => reading.designations);
  const shown = names.find(({ language }) => language === 'en') ?? names[0]!;
  return {
    id: deriveId('authority', first.row),
    state: first.state,
    kind: kindOf([shown.name, ...names.map(({ name }) => name)], designations.flatMap(({ functions }) => functions)),
    sortName: searchText(shown.name),
    names,
    designations,
    contacts: distinct(group.flatMap((reading) => reading.contacts), ({ kind, value }) => `${kind} ${value.toLowerCase().replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '')}`),
    affiliations: distinct(group.flatMap((reading) => reading.affiliations), ({ network, evidence, source }) => `${network} ${evidence} ${source}`),
    notes: distinct(group.flatMap((reading) => reading.notes), ({ text }) => text),
  };
}

/** One of each name, in its strongest kind and from its first source; the strongest kinds first. */
function distinctNames(names: readonly SeedName[]): SeedAuthority['names'] {
  const sorted = PREFERENCE.flatMap((kind) => names.filter((name) => name.kind === kind));
  return distinct(sorted, ({ name, language, kind }) => (kind === 'acronym' ? `acronym ${searchText(name)}` : `${language} ${searchText(name)}`))
    .map((name) => ({ ...name, search: indexText(name.name) }));
}

function distinct<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.toReversed().map((item) => [key(item), item])).values()].toReversed();
}

function toFact(row: AuthorityRow | DesignationRow): SeedFact {
  const fact = 'name_en' in row
    ? { fact: 'globe-member-unnamed', evidence: [row.evidence, row.joined_year].filter(Boolean).join('; ') || null, date: null }
    : { fact: 'designated-unnamed', evidence: [row.function, row.instrument, row.note].filter(Boolean).join('; '), date: row.date };
  return { id: deriveId('fact', row.id), state: row.country_iso2, source: row.source, ...fact };
}

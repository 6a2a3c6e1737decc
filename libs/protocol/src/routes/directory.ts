// The directory of competent authorities. Anonymous callers get public fields; nobody gets more than their audience may see.
import { z } from 'zod';
import { AcceptedLanguage, Affiliation, AuthorityKind, AuthorityName, AuthorityNote, Contact, DesignatedFunction, Designation, OfficeHours, ParentBody, Practice, Provenance } from '../directory-content.ts';
import { LanguageTag, StateCode, text, Timestamp, Uuid } from '../ids.ts';
import { PUBLIC, routeTable } from '../route.ts';

/** The official languages of the United Nations, in the order in which the Organization lists them. */
export const UN_LANGUAGES = ['ar', 'zh', 'en', 'fr', 'ru', 'es'] as const;
export const UnLanguage = z.enum(UN_LANGUAGES);
export type UnLanguage = z.infer<typeof UnLanguage>;

/** Names by language; only those that are known. */
const NamesByLanguage = z.object({ ar: z.string(), zh: z.string(), en: z.string(), fr: z.string(), ru: z.string(), es: z.string() }).partial();

/** Hub membership, by replay of the trust log: null unless the log admitted this authority. */
const Membership = z.object({
  /** Member id, which is also the id of its roster and mailbox. */
  id: Uuid,
  /** It has a confirmed mailbox epoch now. */
  canBeWrittenTo: z.boolean(),
  /** How many officers would be able to read a message. */
  readers: z.int(),
  /** Epoch id, and SHA-256 of its certificate; a client verifies it by its own replay before it seals to it. */
  epoch: z.object({ id: Uuid, certificate: z.string() }).nullable(),
});

export const AuthoritySummary = z.object({
  id: Uuid,
  /** One name to show where there is room for one: English where known, else the native one. */
  name: z.string(),
  nameLanguage: LanguageTag,
  names: NamesByLanguage,
  native: z.object({ name: z.string(), language: LanguageTag }).nullable(),
  acronym: z.string().nullable(),
  state: StateCode,
  kind: AuthorityKind,
  /** Functions of all its designations, without repetition. */
  functions: z.array(DesignatedFunction),
  /** UNCAC articles of all its designations, numbers only. */
  articles: z.array(z.string()),
  designations: z.int(),
  member: Membership.nullable(),
  /** The first source of the entry. */
  source: Provenance,
  /** When the authority itself last confirmed the entry, and when it has to next; null: never, and not asked. `isStale` says what follows. */
  confirmed: Timestamp.nullable(),
  due: Timestamp.nullable(),
  /** Whether somebody is there now by the office hours that the caller may see; null: no hours are known. */
  answering: z.boolean().nullable(),
  /** Which name or word answered the search, as stored; null without a search. similar: by its sound or past typing errors. */
  match: z.object({ text: z.string(), kind: z.enum(['acronym', 'name', 'alias', 'former', 'state', 'function', 'article', 'kind', 'similar']) }).nullable(),
});
export type AuthoritySummary = z.infer<typeof AuthoritySummary>;

export const AuthorityEntry = AuthoritySummary.omit({ match: true, designations: true, answering: true }).extend({
  allNames: z.array(AuthorityName),
  designations: z.array(Designation),
  contacts: z.array(Contact),
  affiliations: z.array(Affiliation),
  /** Languages in which requests are accepted: for everything, and from all designations. */
  languages: z.array(LanguageTag),
  acceptedLanguages: z.array(AcceptedLanguage),
  notes: z.array(AuthorityNote),
  practice: z.array(Practice),
  hours: z.array(OfficeHours),
  /** `shown`: the public name of the parent where it is in the directory itself. */
  parent: ParentBody.extend({ shown: z.string().nullable() }).nullable(),
  /** The last version that changed anything the caller may see, and when. */
  version: z.int(),
  updated: z.string(),
});
export type AuthorityEntry = z.infer<typeof AuthorityEntry>;

/** A country or area, with its UN names where the UN has one, else those of the M49 standard. */
export const State = z.object({
  code: StateCode,
  alpha3: z.string(),
  m49: z.string(),
  names: z.object({ ar: z.string(), zh: z.string(), en: z.string(), fr: z.string(), ru: z.string(), es: z.string() }),
  unMember: z.boolean(),
  /** M49 codes from the region inwards, and their English names. */
  regions: z.array(z.object({ code: z.string(), name: z.string() })),
  uncac: z.object({ party: z.boolean(), signed: z.string().nullable(), consent: z.string().nullable(), action: z.string().nullable(), basis: z.string() }),
  /** What sources say of this State as such, without naming an authority. */
  facts: z.array(z.object({ fact: z.string(), evidence: z.string().nullable(), provenance: Provenance })),
  /** Authorities of this State in the directory. */
  authorities: z.int(),
});
export type State = z.infer<typeof State>;

/** What narrows a list or a search. */
export const AuthorityFilters = z.object({
  /** Words of a name, native name, alias, acronym, State, function or article, in any of the languages and scripts; typing errors are forgiven. */
  q: text(200).optional(),
  state: StateCode.optional(),
  /** M49 code of a region, subregion or intermediate region. */
  region: z.string().regex(/^\d{3}$/).optional(),
  function: DesignatedFunction.optional(),
  /** Article of UNCAC. */
  article: z.string().regex(/^([1-9]|[1-6]\d|7[01])$/).optional(),
  /** Language in which requests are accepted. */
  language: LanguageTag.optional(),
  /** A network or association in which a source places the body, as the entry names it. */
  network: text(200).optional(),
  member: z.enum(['true', 'false']).optional(),
  /** Not confirmed by the authority itself within a year, or never. */
  stale: z.enum(['true', 'false']).optional(),
  /** Somebody is there now by its office hours, or nobody; entries without known hours are neither. Public holidays are not counted. */
  answering: z.enum(['true', 'false']).optional(),
});

export const AuthorityQuery = AuthorityFilters.extend({
  limit: z.coerce.number().int().min(1).max(100).default(25),
  cursor: z.string().max(1000).regex(/^[A-Za-z0-9_-]+$/).optional(),
});
export type AuthorityQuery = z.infer<typeof AuthorityQuery>;

/** Values of a facet with how many entries have each, most first. */
const FacetCounts = z.array(z.object({ value: z.string(), count: z.int() }));

/** Counts over what the caller may see. A facet's counts leave its own filter aside: they say what another value would give. */
export const DirectoryFacets = z.object({
  /** Entries that pass the search and all filters. */
  total: z.int(),
  state: FacetCounts, region: FacetCounts, function: FacetCounts, article: FacetCounts, language: FacetCounts, network: FacetCounts, member: FacetCounts, stale: FacetCounts, answering: FacetCounts,
});
export type DirectoryFacets = z.infer<typeof DirectoryFacets>;

export const directoryRoutes = routeTable({
  listAuthorities: {
    method: 'GET', path: '/api/directory/authorities', summary: 'Search the directory', access: PUBLIC, query: AuthorityQuery,
    response: z.object({ items: z.array(AuthoritySummary), /** Cursor of the next page. */ next: z.string().nullable() }),
  },
  directoryFacets: { method: 'GET', path: '/api/directory/facets', summary: 'How many entries of a search each filter would leave', access: PUBLIC, query: AuthorityFilters, response: DirectoryFacets },
  authority: { method: 'GET', path: '/api/directory/authorities/:id', summary: 'One entry, as far as the caller may see it', access: PUBLIC, params: z.object({ id: Uuid }), response: AuthorityEntry },
  states: { method: 'GET', path: '/api/directory/states', summary: 'Countries and areas with their UN names, regions and UNCAC dates', access: PUBLIC, response: z.object({ states: z.array(State) }) },
});
